import Database

/// The tables of `state.db`: the ledger of requests, the queue of writes and the jobs they belong to, received
/// webhooks and their deliveries.
enum StateSchema {
  static let applicationID: Int32 = 0x7370_7374

  static let migrations: [Migration] = [
    Migration(
      1,
      """
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
      """),
    // A draft is its job's own affair: what two jobs have in common is settled when the second is opened.
    Migration(
      2,
      """
      DROP INDEX writes_once;
      DROP INDEX writes_open;
      CREATE UNIQUE INDEX writes_once ON writes (profile, operation, fingerprint, job);
      CREATE INDEX writes_planned ON writes (write, job) WHERE state = 'planned';
      CREATE INDEX writes_unknown ON writes (write, job) WHERE state = 'unknown';
      CREATE INDEX writes_owned ON writes (owner) WHERE owner IS NOT NULL;
      """),
    // What the service has need not be kept here as well.
    Migration(
      3,
      """
      CREATE TABLE holds (
        service TEXT NOT NULL, credential TEXT NOT NULL, rate TEXT NOT NULL, owner TEXT NOT NULL,
        boot TEXT NOT NULL, until INTEGER NOT NULL, PRIMARY KEY (service, credential, rate, owner)) STRICT;
      CREATE INDEX writes_settled ON writes (settled) WHERE state IN ('confirmed', 'cancelled');
      UPDATE writes SET body = NULL, origin = iif(json_valid(origin), json_remove(origin, '$.raw', '$.header'), NULL)
      WHERE state = 'confirmed';
      """),
    // Received webhooks, and where they go.
    Migration(
      4,
      """
      CREATE TABLE events (
        event INTEGER PRIMARY KEY AUTOINCREMENT, service TEXT NOT NULL, webhook TEXT NOT NULL, name TEXT NOT NULL,
        identity TEXT NOT NULL, headers TEXT NOT NULL, body BLOB NOT NULL, verified INTEGER NOT NULL,
        received INTEGER NOT NULL, copies INTEGER NOT NULL DEFAULT 0) STRICT;
      CREATE UNIQUE INDEX events_once ON events (webhook, identity);
      CREATE INDEX events_received ON events (received);
      CREATE TABLE deliveries (
        delivery INTEGER PRIMARY KEY AUTOINCREMENT, event INTEGER NOT NULL REFERENCES events ON DELETE CASCADE,
        kind TEXT NOT NULL, target TEXT NOT NULL, state TEXT NOT NULL, attempts INTEGER NOT NULL DEFAULT 0,
        due INTEGER NOT NULL, owner TEXT, status INTEGER, error TEXT, finished INTEGER) STRICT;
      CREATE TABLE listeners (owner TEXT PRIMARY KEY, address TEXT NOT NULL) STRICT;
      CREATE INDEX deliveries_of_event ON deliveries (event);
      CREATE INDEX deliveries_due ON deliveries (due) WHERE state = 'waiting';
      CREATE INDEX deliveries_owned ON deliveries (owner) WHERE state = 'sent';
      """),
    // Months are counted by the wall clock, across reboots; what answers tell of a limit is kept.
    Migration(
      5,
      """
      CREATE TABLE months (
        service TEXT NOT NULL, credential TEXT NOT NULL, rate TEXT NOT NULL, month TEXT NOT NULL,
        used INTEGER NOT NULL, PRIMARY KEY (service, credential, rate)) STRICT;
      CREATE TABLE learnt (
        service TEXT NOT NULL, credential TEXT NOT NULL, rate TEXT NOT NULL, count INTEGER NOT NULL,
        PRIMARY KEY (service, credential, rate)) STRICT;
      """),
    // The fingerprint alone tells the writes of a job apart, and a small index is written faster.
    Migration(
      6,
      """
      DROP INDEX writes_once;
      CREATE UNIQUE INDEX writes_once ON writes (fingerprint, job);
      """),
  ]
}
