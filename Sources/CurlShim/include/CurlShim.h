// The few calls of the system's libcurl that CurlHTTP needs, found when the program runs.
//
// No libcurl header is needed to build: the declarations below are the stable public ABI of
// libcurl 7.68 and later. Its variadic calls, which Swift cannot make, have one wrapper for
// each type of argument. Nothing here keeps state but the table of loaded functions.
#ifndef WANBATCH_CURL_SHIM_H
#define WANBATCH_CURL_SHIM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/socket.h>

#pragma clang assume_nonnull begin

// Handles are opaque: an easy handle is one exchange, a multi handle runs many of them.
typedef struct CurlShimEasyHandle CurlShimEasyHandle;
typedef struct CurlShimMultiHandle CurlShimMultiHandle;
typedef struct CurlShimList CurlShimList;
typedef struct CurlShimURL CurlShimURL;

// What libcurl hands to a callback that opens sockets. The address is as long as
// `addressLength` says, which can be more than the last member shows.
struct CurlShimSocketAddress {
  int family;
  int socketType;
  int protocol;
  unsigned int addressLength;
  struct sockaddr address;
};

// Takes `size * count` bytes at `data`, or fills them; gives the number of bytes dealt with.
typedef size_t (*CurlShimTransferCallback)(char *data, size_t size, size_t count, void *context);
// Moves the reading position of the body to send; 0 is success.
typedef int (*CurlShimSeekCallback)(void *context, int64_t offset, int origin);
// Opens a socket for the address, or gives -1.
typedef int (*CurlShimSocketCallback)(void *context, int purpose,
                                      struct CurlShimSocketAddress *address);
// Called when the connection stands and before the first byte of the request; 0 is "go on".
typedef int (*CurlShimReadyCallback)(void *context, char *remoteAddress, char *localAddress,
                                     int remotePort, int localPort);

// Loads libcurl under the given file name and initializes it; the first success counts for
// the whole program. Safe from any thread. False: there is no such library, or it is too old.
bool curl_shim_load(const char *file_name);

// The loaded version as 0xMMmmpp, for example 0x075801 for 7.88.1.
unsigned int curl_shim_version_number(void);

// The version in words; lives as long as the program.
const char *curl_shim_version_text(void);

// All calls below need a successful curl_shim_load first. The results named `code` are
// libcurl's own error codes; 0 is success.

CurlShimEasyHandle *_Nullable curl_shim_easy_create(void);
void curl_shim_easy_destroy(CurlShimEasyHandle *easy);
// Makes all options as they were when the handle was new.
void curl_shim_easy_reset(CurlShimEasyHandle *easy);
int curl_shim_set_long(CurlShimEasyHandle *easy, int option, long value);
int curl_shim_set_offset(CurlShimEasyHandle *easy, int option, int64_t value);
// libcurl keeps a copy of the text.
int curl_shim_set_text(CurlShimEasyHandle *easy, int option, const char *value);
// The pointer is kept as it is; what it points to must outlive the handle.
int curl_shim_set_pointer(CurlShimEasyHandle *easy, int option, void *_Nullable value);
int curl_shim_set_transfer_callback(CurlShimEasyHandle *easy, int option,
                                    CurlShimTransferCallback callback);
int curl_shim_set_seek_callback(CurlShimEasyHandle *easy, int option,
                                CurlShimSeekCallback callback);
int curl_shim_set_socket_callback(CurlShimEasyHandle *easy, int option,
                                  CurlShimSocketCallback callback);
int curl_shim_set_ready_callback(CurlShimEasyHandle *easy, int option,
                                 CurlShimReadyCallback callback);
// -1 when libcurl has no answer.
long curl_shim_get_long(CurlShimEasyHandle *easy, int information);
// The pointer stored under `CURLOPT_PRIVATE`.
void *_Nullable curl_shim_get_private(CurlShimEasyHandle *easy);
// Lets a paused exchange go on. May call the write callback before it returns.
int curl_shim_easy_resume(CurlShimEasyHandle *easy);

// Appends a copy of `line`. NULL when memory is short; the list given is then unchanged.
CurlShimList *_Nullable curl_shim_list_append(CurlShimList *_Nullable list, const char *line);
void curl_shim_list_free(CurlShimList *_Nullable list);

// Reads a URL as libcurl itself does, its path left as it is. NULL when libcurl refuses it, or
// memory is short.
CurlShimURL *_Nullable curl_shim_url_create(const char *text);
void curl_shim_url_free(CurlShimURL *_Nullable url);

CurlShimMultiHandle *_Nullable curl_shim_multi_create(void);
void curl_shim_multi_destroy(CurlShimMultiHandle *multi);
int curl_shim_multi_set_long(CurlShimMultiHandle *multi, int option, long value);
int curl_shim_multi_add(CurlShimMultiHandle *multi, CurlShimEasyHandle *easy);
int curl_shim_multi_remove(CurlShimMultiHandle *multi, CurlShimEasyHandle *easy);
// Does what can be done without waiting.
int curl_shim_multi_perform(CurlShimMultiHandle *multi);
// Waits until there is something to do, at most the given time, or until woken.
int curl_shim_multi_wait(CurlShimMultiHandle *multi, int milliseconds);
// Ends a wait of another thread, or the next one; the only call that is safe from any thread.
int curl_shim_multi_wake(CurlShimMultiHandle *multi);
// The next exchange that has ended, with its code; NULL when there is none.
CurlShimEasyHandle *_Nullable curl_shim_multi_next_ended(CurlShimMultiHandle *multi, int *code);

#pragma clang assume_nonnull end

#endif
