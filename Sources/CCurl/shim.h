#ifndef SP_CCURL_H
#define SP_CCURL_H
#include <dlfcn.h>
#include <stddef.h>
#include <stdint.h>

/* libcurl is loaded at the first request, so that a command without one never pays for it, and needs no
   header to build. Its interface has been stable since 7.16; numbers and prototypes are those of curl.h. */

typedef size_t (*sp_curl_receive)(char *bytes, size_t size, size_t count, void *context);

struct sp_curl_message {
  int message;
  void *easy;
  union {
    void *whatever;
    int result;
  } data;
};

struct sp_curl {
  int (*global_init)(long flags);
  void *(*easy_init)(void);
  void (*easy_reset)(void *easy);
  void (*easy_cleanup)(void *easy);
  int (*easy_setopt)(void *easy, int option, ...);
  int (*easy_getinfo)(void *easy, int info, ...);
  const char *(*easy_strerror)(int code);
  void *(*slist_append)(void *list, const char *line);
  void (*slist_free_all)(void *list);
  void *(*multi_init)(void);
  int (*multi_add_handle)(void *multi, void *easy);
  int (*multi_remove_handle)(void *multi, void *easy);
  int (*multi_perform)(void *multi, int *running);
  int (*multi_poll)(void *multi, void *extra, unsigned count, int milliseconds, int *ready);
  struct sp_curl_message *(*multi_info_read)(void *multi, int *queued);
  int (*multi_cleanup)(void *multi);
};

/* Fills the table; 0 where the library or a function of it is missing. */
static inline int sp_curl_load(struct sp_curl *curl) {
  void *library = dlopen("libcurl.so.4", RTLD_NOW | RTLD_LOCAL);
  if (!library) return 0;
  struct { const char *name; void *slot; } symbols[] = {
    {"curl_global_init", &curl->global_init},
    {"curl_easy_init", &curl->easy_init},
    {"curl_easy_reset", &curl->easy_reset},
    {"curl_easy_cleanup", &curl->easy_cleanup},
    {"curl_easy_setopt", &curl->easy_setopt},
    {"curl_easy_getinfo", &curl->easy_getinfo},
    {"curl_easy_strerror", &curl->easy_strerror},
    {"curl_slist_append", &curl->slist_append},
    {"curl_slist_free_all", &curl->slist_free_all},
    {"curl_multi_init", &curl->multi_init},
    {"curl_multi_add_handle", &curl->multi_add_handle},
    {"curl_multi_remove_handle", &curl->multi_remove_handle},
    {"curl_multi_perform", &curl->multi_perform},
    {"curl_multi_poll", &curl->multi_poll},
    {"curl_multi_info_read", &curl->multi_info_read},
    {"curl_multi_cleanup", &curl->multi_cleanup},
  };
  for (size_t i = 0; i < sizeof symbols / sizeof *symbols; i++) {
    void *function = dlsym(library, symbols[i].name);
    if (!function) return 0;
    __builtin_memcpy(symbols[i].slot, &function, sizeof function);
  }
  return 1;
}

/* Options, by the kind of their argument. */
enum sp_curl_number {
  SP_CURL_LOW_SPEED_LIMIT = 19,
  SP_CURL_LOW_SPEED_TIME = 20,
  SP_CURL_NOPROGRESS = 43,
  SP_CURL_NOBODY = 44,
  SP_CURL_POST = 47,
  SP_CURL_NETRC = 51,
  SP_CURL_FOLLOWLOCATION = 52,
  SP_CURL_SSLVERSION = 32,
  SP_CURL_SSL_VERIFYPEER = 64,
  SP_CURL_FRESH_CONNECT = 74,
  SP_CURL_FORBID_REUSE = 75,
  SP_CURL_HTTPGET = 80,
  SP_CURL_SSL_VERIFYHOST = 81,
  SP_CURL_HTTP_VERSION = 84,
  SP_CURL_NOSIGNAL = 99,
  SP_CURL_TIMEOUT_MS = 155,
  SP_CURL_CONNECTTIMEOUT_MS = 156,
  SP_CURL_PATH_AS_IS = 234,
  SP_CURL_SUPPRESS_CONNECT_HEADERS = 265,
  SP_CURL_QUICK_EXIT = 322
};
enum sp_curl_object {
  SP_CURL_WRITEDATA = 10001,
  SP_CURL_URL = 10002,
  SP_CURL_PROXY = 10004,
  SP_CURL_READDATA = 10009,
  SP_CURL_ERRORBUFFER = 10010,
  SP_CURL_POSTFIELDS = 10015,
  SP_CURL_USERAGENT = 10018,
  SP_CURL_HTTPHEADER = 10023,
  SP_CURL_HEADERDATA = 10029,
  SP_CURL_CUSTOMREQUEST = 10036,
  SP_CURL_CAINFO = 10065,
  SP_CURL_CAPATH = 10097,
  SP_CURL_ACCEPT_ENCODING = 10102,
  SP_CURL_COPYPOSTFIELDS = 10165,
  SP_CURL_NOPROXY = 10177,
  SP_CURL_PROTOCOLS_STR = 10318
};
/* What a source of bytes returns to end the transfer. */
enum { SP_CURL_ABORT = 0x10000000 };
enum sp_curl_function { SP_CURL_WRITEFUNCTION = 20011, SP_CURL_READFUNCTION = 20012, SP_CURL_HEADERFUNCTION = 20079 };
enum sp_curl_offset { SP_CURL_MAXFILESIZE = 30117, SP_CURL_POSTFIELDSIZE = 30120 };
enum sp_curl_blob { SP_CURL_CAINFO_BLOB = 40309 };
enum { SP_CURL_PROTOCOLS = 181 };

enum sp_curl_information {
  SP_CURL_RESPONSE_CODE = 0x200002,
  SP_CURL_REQUEST_SIZE = 0x20000C,
  SP_CURL_CONNECT_CODE = 0x200016,
  SP_CURL_OS_ERRNO = 0x200019
};

struct sp_curl_bytes {
  void *data;
  size_t length;
  unsigned flags;
};

static inline int sp_curl_set_number(const struct sp_curl *curl, void *easy, enum sp_curl_number option, long value) {
  return curl->easy_setopt(easy, option, value);
}
static inline int sp_curl_set_object(const struct sp_curl *curl, void *easy, enum sp_curl_object option, const void *value) {
  return curl->easy_setopt(easy, option, value);
}
static inline int sp_curl_set_function(const struct sp_curl *curl, void *easy, enum sp_curl_function option, sp_curl_receive value) {
  return curl->easy_setopt(easy, option, value);
}
static inline int sp_curl_set_offset(const struct sp_curl *curl, void *easy, enum sp_curl_offset option, int64_t value) {
  return curl->easy_setopt(easy, option, value);
}
/* The bytes are copied. */
static inline int sp_curl_set_blob(const struct sp_curl *curl, void *easy, enum sp_curl_blob option, const void *data, size_t length) {
  struct sp_curl_bytes blob = {(void *)data, length, 1};
  return curl->easy_setopt(easy, option, &blob);
}
/* Restricts the schemes to http and https: by name since 7.85, by bit mask before. */
static inline int sp_curl_set_web_only(const struct sp_curl *curl, void *easy) {
  int code = curl->easy_setopt(easy, SP_CURL_PROTOCOLS_STR, "http,https");
  return code == 0 ? 0 : curl->easy_setopt(easy, SP_CURL_PROTOCOLS, 3L);
}

static inline long sp_curl_get_number(const struct sp_curl *curl, void *easy, enum sp_curl_information what) {
  long value = 0;
  curl->easy_getinfo(easy, what, &value);
  return value;
}
/* Microseconds until the first byte of the request could leave, 0 while it could not. */
static inline int64_t sp_curl_get_pretransfer(const struct sp_curl *curl, void *easy) {
  int64_t value = 0;
  curl->easy_getinfo(easy, 0x600035, &value);
  return value;
}
/* Where this libcurl looks for the system's authorities; NULL where it was built without, or before 7.84. */
enum sp_curl_place { SP_CURL_BUNDLE = 0x10003D, SP_CURL_DIRECTORY = 0x10003E };
static inline const char *sp_curl_get_place(const struct sp_curl *curl, void *easy, enum sp_curl_place what) {
  const char *path = NULL;
  return curl->easy_getinfo(easy, what, &path) == 0 ? path : NULL;
}

/* The code of a finished transfer, -1 while there is none. */
static inline int sp_curl_finished(const struct sp_curl *curl, void *multi) {
  int queued = 0;
  struct sp_curl_message *message = curl->multi_info_read(multi, &queued);
  return message && message->message == 1 ? message->data.result : -1;
}
#endif
