-- state.db as version 1 made it; never changes.
PRAGMA journal_mode = WAL;
PRAGMA application_id = 0x73707374;
CREATE TABLE slots (
  slot INTEGER PRIMARY KEY, service TEXT NOT NULL, credential TEXT NOT NULL, rate TEXT NOT NULL,
  boot TEXT NOT NULL, started INTEGER NOT NULL, answered INTEGER, owner TEXT NOT NULL) STRICT;
CREATE INDEX slots_by_class ON slots (service, credential, rate, slot);
CREATE TABLE blocks (
  service TEXT NOT NULL, credential TEXT NOT NULL, rate TEXT NOT NULL,
  boot TEXT NOT NULL, until INTEGER NOT NULL, PRIMARY KEY (service, credential, rate)) STRICT;
CREATE TABLE jobs (
  job INTEGER PRIMARY KEY AUTOINCREMENT, kind TEXT NOT NULL, profile TEXT NOT NULL,
  service TEXT NOT NULL, title TEXT NOT NULL, seed TEXT NOT NULL, state TEXT NOT NULL,
  owner TEXT NOT NULL, created INTEGER NOT NULL, facts TEXT NOT NULL) STRICT;
CREATE TABLE writes (
  write INTEGER PRIMARY KEY AUTOINCREMENT, job INTEGER NOT NULL REFERENCES jobs ON DELETE CASCADE,
  profile TEXT NOT NULL, operation TEXT NOT NULL, path TEXT NOT NULL, body TEXT, label TEXT NOT NULL,
  fingerprint BLOB NOT NULL, state TEXT NOT NULL, attempts INTEGER NOT NULL DEFAULT 0, owner TEXT,
  sent INTEGER, settled INTEGER, looks INTEGER NOT NULL DEFAULT 0, looked INTEGER,
  parked INTEGER NOT NULL DEFAULT 0, remote TEXT, error TEXT, origin TEXT) STRICT;
CREATE UNIQUE INDEX writes_once ON writes (profile, operation, fingerprint);
CREATE INDEX writes_open ON writes (job, write) WHERE state IN ('planned', 'sent', 'unknown');
CREATE INDEX writes_remote ON writes (profile, operation, remote) WHERE remote IS NOT NULL;
PRAGMA user_version = 1;
