#include "CurlShim.h"

#include <dlfcn.h>
#include <pthread.h>

// Values of libcurl's public ABI that only this file needs.
enum {
  GLOBAL_INIT_ALL = 3,
  VERSION_INFO_FIRST = 0,
  MESSAGE_DONE = 1,
  PAUSE_NOTHING = 0,
  INFO_PRIVATE = 0x100000 + 21,
  URL_WHOLE = 0,
  URL_PATH_AS_IS = 1 << 4,
};

// The beginning of libcurl's version description, the same in every version.
struct VersionInfo {
  int age;
  const char *text;
  unsigned int number;
};

// libcurl's note about an exchange.
struct Message {
  int kind;
  CurlShimEasyHandle *easy;
  union {
    void *any;
    int code;
  } data;
};

// Written once, under `loading`, before anything else can be called; read-only afterwards.
static struct {
  int (*global_init)(long);
  struct VersionInfo *(*version_info)(int);
  CurlShimEasyHandle *(*easy_init)(void);
  void (*easy_cleanup)(CurlShimEasyHandle *);
  void (*easy_reset)(CurlShimEasyHandle *);
  int (*easy_setopt)(CurlShimEasyHandle *, int, ...);
  int (*easy_getinfo)(CurlShimEasyHandle *, int, ...);
  int (*easy_pause)(CurlShimEasyHandle *, int);
  CurlShimList *(*slist_append)(CurlShimList *, const char *);
  void (*slist_free_all)(CurlShimList *);
  CurlShimURL *(*url)(void);
  void (*url_cleanup)(CurlShimURL *);
  int (*url_set)(CurlShimURL *, int, const char *, unsigned int);
  CurlShimMultiHandle *(*multi_init)(void);
  int (*multi_cleanup)(CurlShimMultiHandle *);
  int (*multi_setopt)(CurlShimMultiHandle *, int, ...);
  int (*multi_add_handle)(CurlShimMultiHandle *, CurlShimEasyHandle *);
  int (*multi_remove_handle)(CurlShimMultiHandle *, CurlShimEasyHandle *);
  int (*multi_perform)(CurlShimMultiHandle *, int *);
  int (*multi_poll)(CurlShimMultiHandle *, void *, unsigned int, int, int *);
  int (*multi_wakeup)(CurlShimMultiHandle *);
  struct Message *(*multi_info_read)(CurlShimMultiHandle *, int *);
} curl;

static pthread_mutex_t loading = PTHREAD_MUTEX_INITIALIZER;
static bool loaded = false;

// Function pointers come out of dlsym as object pointers; POSIX promises that this works.
static bool find(void *library, const char *name, void *slot) {
  void *symbol = dlsym(library, name);
  *(void **)slot = symbol;
  return symbol != NULL;
}

static bool find_all(void *library) {
  return find(library, "curl_global_init", &curl.global_init) &&
         find(library, "curl_version_info", &curl.version_info) &&
         find(library, "curl_easy_init", &curl.easy_init) &&
         find(library, "curl_easy_cleanup", &curl.easy_cleanup) &&
         find(library, "curl_easy_reset", &curl.easy_reset) &&
         find(library, "curl_easy_setopt", &curl.easy_setopt) &&
         find(library, "curl_easy_getinfo", &curl.easy_getinfo) &&
         find(library, "curl_easy_pause", &curl.easy_pause) &&
         find(library, "curl_slist_append", &curl.slist_append) &&
         find(library, "curl_slist_free_all", &curl.slist_free_all) &&
         find(library, "curl_url", &curl.url) &&
         find(library, "curl_url_cleanup", &curl.url_cleanup) &&
         find(library, "curl_url_set", &curl.url_set) &&
         find(library, "curl_multi_init", &curl.multi_init) &&
         find(library, "curl_multi_cleanup", &curl.multi_cleanup) &&
         find(library, "curl_multi_setopt", &curl.multi_setopt) &&
         find(library, "curl_multi_add_handle", &curl.multi_add_handle) &&
         find(library, "curl_multi_remove_handle", &curl.multi_remove_handle) &&
         find(library, "curl_multi_perform", &curl.multi_perform) &&
         find(library, "curl_multi_poll", &curl.multi_poll) &&
         find(library, "curl_multi_wakeup", &curl.multi_wakeup) &&
         find(library, "curl_multi_info_read", &curl.multi_info_read);
}

bool curl_shim_load(const char *file_name) {
  void *library = dlopen(file_name, RTLD_NOW | RTLD_LOCAL);
  if (library == NULL) return false;
  pthread_mutex_lock(&loading);
  bool first = !loaded;
  if (first) loaded = find_all(library) && curl.global_init(GLOBAL_INIT_ALL) == 0;
  bool result = loaded;
  pthread_mutex_unlock(&loading);
  // The library that works is never closed: libcurl registers exit handlers.
  if (!first || !result) dlclose(library);
  return result;
}

unsigned int curl_shim_version_number(void) {
  return curl.version_info(VERSION_INFO_FIRST)->number;
}

const char *curl_shim_version_text(void) { return curl.version_info(VERSION_INFO_FIRST)->text; }

CurlShimEasyHandle *_Nullable curl_shim_easy_create(void) { return curl.easy_init(); }

void curl_shim_easy_destroy(CurlShimEasyHandle *easy) { curl.easy_cleanup(easy); }

void curl_shim_easy_reset(CurlShimEasyHandle *easy) { curl.easy_reset(easy); }

int curl_shim_set_long(CurlShimEasyHandle *easy, int option, long value) {
  return curl.easy_setopt(easy, option, value);
}

int curl_shim_set_offset(CurlShimEasyHandle *easy, int option, int64_t value) {
  return curl.easy_setopt(easy, option, value);
}

int curl_shim_set_text(CurlShimEasyHandle *easy, int option, const char *value) {
  return curl.easy_setopt(easy, option, value);
}

int curl_shim_set_pointer(CurlShimEasyHandle *easy, int option, void *value) {
  return curl.easy_setopt(easy, option, value);
}

int curl_shim_set_transfer_callback(CurlShimEasyHandle *easy, int option,
                                    CurlShimTransferCallback callback) {
  return curl.easy_setopt(easy, option, callback);
}

int curl_shim_set_seek_callback(CurlShimEasyHandle *easy, int option,
                                CurlShimSeekCallback callback) {
  return curl.easy_setopt(easy, option, callback);
}

int curl_shim_set_socket_callback(CurlShimEasyHandle *easy, int option,
                                  CurlShimSocketCallback callback) {
  return curl.easy_setopt(easy, option, callback);
}

int curl_shim_set_ready_callback(CurlShimEasyHandle *easy, int option,
                                 CurlShimReadyCallback callback) {
  return curl.easy_setopt(easy, option, callback);
}

long curl_shim_get_long(CurlShimEasyHandle *easy, int information) {
  long value = -1;
  return curl.easy_getinfo(easy, information, &value) == 0 ? value : -1;
}

void *_Nullable curl_shim_get_private(CurlShimEasyHandle *easy) {
  void *value = NULL;
  return curl.easy_getinfo(easy, INFO_PRIVATE, &value) == 0 ? value : NULL;
}

int curl_shim_easy_resume(CurlShimEasyHandle *easy) {
  return curl.easy_pause(easy, PAUSE_NOTHING);
}

CurlShimList *_Nullable curl_shim_list_append(CurlShimList *_Nullable list, const char *line) {
  return curl.slist_append(list, line);
}

void curl_shim_list_free(CurlShimList *_Nullable list) { curl.slist_free_all(list); }

CurlShimURL *_Nullable curl_shim_url_create(const char *text) {
  CurlShimURL *url = curl.url();
  if (url == NULL || curl.url_set(url, URL_WHOLE, text, URL_PATH_AS_IS) == 0) return url;
  curl.url_cleanup(url);
  return NULL;
}

void curl_shim_url_free(CurlShimURL *_Nullable url) { curl.url_cleanup(url); }

CurlShimMultiHandle *_Nullable curl_shim_multi_create(void) { return curl.multi_init(); }

void curl_shim_multi_destroy(CurlShimMultiHandle *multi) { curl.multi_cleanup(multi); }

int curl_shim_multi_set_long(CurlShimMultiHandle *multi, int option, long value) {
  return curl.multi_setopt(multi, option, value);
}

int curl_shim_multi_add(CurlShimMultiHandle *multi, CurlShimEasyHandle *easy) {
  return curl.multi_add_handle(multi, easy);
}

int curl_shim_multi_remove(CurlShimMultiHandle *multi, CurlShimEasyHandle *easy) {
  return curl.multi_remove_handle(multi, easy);
}

int curl_shim_multi_perform(CurlShimMultiHandle *multi) {
  int running = 0;
  return curl.multi_perform(multi, &running);
}

int curl_shim_multi_wait(CurlShimMultiHandle *multi, int milliseconds) {
  int ready = 0;
  return curl.multi_poll(multi, NULL, 0, milliseconds, &ready);
}

int curl_shim_multi_wake(CurlShimMultiHandle *multi) { return curl.multi_wakeup(multi); }

CurlShimEasyHandle *_Nullable curl_shim_multi_next_ended(CurlShimMultiHandle *multi, int *code) {
  int left = 0;
  struct Message *message;
  while ((message = curl.multi_info_read(multi, &left)) != NULL) {
    if (message->kind == MESSAGE_DONE) {
      *code = message->data.code;
      return message->easy;
    }
  }
  return NULL;
}
