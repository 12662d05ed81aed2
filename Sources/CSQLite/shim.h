#ifndef SP_CSQLITE_H
#define SP_CSQLITE_H
#include <fcntl.h>
#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* sqlite3_config and sqlite3_db_config are variadic, which Swift cannot call. */
static inline int sp_sqlite3_config_int(int op, int value) { return sqlite3_config(op, value); }
static inline int sp_sqlite3_db_config_int(sqlite3 *db, int op, int value) {
  return sqlite3_db_config(db, op, value, (int *)0);
}

/* The destructor constants are casts, which Swift does not import. */
static inline int sp_sqlite3_bind_text(sqlite3_stmt *s, int i, const char *p, sqlite3_uint64 n) {
  return sqlite3_bind_text64(s, i, p, n, SQLITE_TRANSIENT, SQLITE_UTF8);
}
static inline int sp_sqlite3_bind_blob(sqlite3_stmt *s, int i, const void *p, sqlite3_uint64 n) {
  return sqlite3_bind_blob64(s, i, p, n, SQLITE_TRANSIENT);
}
static inline int sp_sqlite3_lend_text(sqlite3_stmt *s, int i, const char *p, sqlite3_uint64 n) {
  return sqlite3_bind_text64(s, i, p, n, SQLITE_STATIC, SQLITE_UTF8);
}
static inline void sp_sqlite3_result_text(sqlite3_context *c, const char *p, sqlite3_uint64 n) {
  sqlite3_result_text64(c, p, n, SQLITE_TRANSIENT, SQLITE_UTF8);
}

/* Creates an empty file that only its owner may read; SQLite alone would follow the umask.
   An existing file is left alone: opening and closing it would drop the locks SQLite holds on it. */
static inline void sp_create_private_file(const char *path) {
  int file = open(path, O_CREAT | O_EXCL | O_WRONLY | O_NOFOLLOW | O_CLOEXEC, 0600);
  if (file >= 0) close(file);
}

/* The directory with its symbolic links resolved, to be freed by sp_free; null when there is none. */
static inline char *sp_real_path(const char *directory) { return realpath(directory, (char *)0); }
static inline void sp_free(void *memory) { free(memory); }

static inline const char *sp_system_error(int code) { return strerror(code); }

/* Whether the text holds the word; an empty word is held by every text. */
static inline int sp_holds(const char *text, size_t length, const char *word, size_t size) {
  if (size == 0) return 1;
  const char *end = text + length;
  while ((size_t)(end - text) >= size) {
    text = (const char *)memchr(text, word[0], (size_t)(end - text) - size + 1);
    if (!text) return 0;
    if (memcmp(text, word, size) == 0) return 1;
    text++;
  }
  return 0;
}
#endif
