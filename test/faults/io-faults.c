/*
 * Loaded before a process (LD_PRELOAD), it lets calls on files below FAULT_DIR fail while the file FAULT_ARMED exists, as
 * a bad, full or limited disk would. FAULT_KIND: "fsync" (every FAULT_EVERY-th flush), "write" (every write), or "any"
 * (every FAULT_EVERY-th read, write and flush). FAULT_ERRNO is the number of the error. Each failure adds a byte to
 * FAULT_COUNT.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/types.h>
#include <unistd.h>

static atomic_uint calls;

static int below(int fd, const char *dir) {
  char link[64], path[4096];
  snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
  ssize_t n = readlink(link, path, sizeof path - 1);
  if (n < 0) return 0;
  path[n] = 0;
  return strncmp(path, dir, strlen(dir)) == 0 && strstr(path, "workspace.db") != NULL;
}

/* Whether this call shall fail; sets errno then. */
static int fails(int fd, const char *what) {
  const char *dir = getenv("FAULT_DIR"), *armed = getenv("FAULT_ARMED"), *kind = getenv("FAULT_KIND");
  if (!dir || !armed || !kind || access(armed, F_OK) != 0) return 0;
  if (strcmp(kind, "any") != 0 && strcmp(kind, what) != 0) return 0;
  if (!below(fd, dir)) return 0;
  unsigned every = (unsigned)atoi(getenv("FAULT_EVERY"));
  if (every > 1 && atomic_fetch_add(&calls, 1) % every != every - 1) return 0;
  int count = open(getenv("FAULT_COUNT"), O_WRONLY | O_CREAT | O_APPEND, 0600);
  if (count >= 0) {
    ssize_t (*real)(int, const void *, size_t) = dlsym(RTLD_NEXT, "write");
    real(count, "x", 1);
    close(count);
  }
  errno = atoi(getenv("FAULT_ERRNO"));
  return 1;
}

#define WRAP(result, name, what, params, args)                                                                         \
  result name params {                                                                                                 \
    static result(*real) params;                                                                                       \
    if (!real) real = dlsym(RTLD_NEXT, #name);                                                                         \
    if (fails(fd, what)) return -1;                                                                                    \
    return real args;                                                                                                  \
  }

WRAP(int, fsync, "fsync", (int fd), (fd))
WRAP(int, fdatasync, "fsync", (int fd), (fd))
WRAP(ssize_t, pwrite, "write", (int fd, const void *from, size_t n, off_t at), (fd, from, n, at))
WRAP(ssize_t, pwrite64, "write", (int fd, const void *from, size_t n, off64_t at), (fd, from, n, at))
WRAP(ssize_t, write, "write", (int fd, const void *from, size_t n), (fd, from, n))
WRAP(ssize_t, pread, "read", (int fd, void *to, size_t n, off_t at), (fd, to, n, at))
WRAP(ssize_t, pread64, "read", (int fd, void *to, size_t n, off64_t at), (fd, to, n, at))
WRAP(int, ftruncate, "write", (int fd, off_t n), (fd, n))
WRAP(int, ftruncate64, "write", (int fd, off64_t n), (fd, n))
