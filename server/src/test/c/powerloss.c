/*
 * What would a power cut leave of the files below one folder? Loaded with LD_PRELOAD, this library
 * keeps the answer in a second folder, the durable image: the contents of each file as of its last
 * sync. Whatever was written after that is not in the image, so a test simulates the power cut by
 * killing the process and replacing the folder by the image.
 *
 *   POWER_LOSS_FOLDER  the folder that is watched, absolute and without symbolic links; flat
 *   POWER_LOSS_IMAGE   an existing folder for the image of each file, under the same name
 *   POWER_LOSS_KILL    while a file of this name exists, the next sync of a file named *-wal is not
 *                      carried out: the process is killed in its place, with SIGKILL
 *   POWER_LOSS_FULL    while a file of this name exists, nothing can be written to a file named
 *                      *-wal: the disk is full
 *
 * The rule is that of the kernel: a sync of a file makes everything durable that was written to it
 * before, by whatever descriptor, thread or process, also by one that was killed meanwhile. So a
 * sync copies the whole file, and nothing has to be remembered of single writes: this library
 * holds no state that could be lost with the process, and need not see a write, truncate, fallocate
 * or mmap. The files of a test are small (a WAL is checkpointed at 32 MB).
 *
 * - A file that was never synced is not in the image. Neither is the -shm of SQLite: never synced.
 * - A truncation is in the image after the next sync, as other changes of a file are.
 * - A removal is in the image at once. Nothing but the sync of a file puts it back.
 * - A kill in the midst of the copying leaves a mixture of new and old blocks. So may a disk.
 *
 * Not simulated: that a synced file is lost for want of a sync of its folder. (SQLite does sync the
 * folder of a new journal or WAL.) And as the image is one of many that a power cut may leave, the
 * test adds those in which a part of the unsynced sectors survives.
 *
 * Of the calls that matter here the SQLite of sqlite-jdbc imports fsync and unlink and no others,
 * not even fdatasync (nm -D on the .so in the jar); both go through the PLT, so they end up here.
 * fdatasync is handled for safety. It imports neither rename, msync, sync_file_range nor O_SYNC: a
 * database that relied on those would seem less durable here than it is, which a test would report.
 *
 * Thread-safe. It never fails silently: if the image cannot be kept, the process is aborted.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static const char *folder;
static const char *image;
static const char *trigger;
static const char *full;

static int (*real_fsync)(int);
static int (*real_fdatasync)(int);
static int (*real_unlink)(const char *);
static ssize_t (*real_pwrite64)(int, const void *, size_t, off64_t);

/* Two syncs of one file must not copy it at once, or the older contents could win. */
static pthread_mutex_t copying = PTHREAD_MUTEX_INITIALIZER;

static void fail(const char *what, const char *path) {
  fprintf(stderr, "powerloss: cannot %s %s: %s\n", what, path, strerror(errno));
  abort();
}

static void *next(const char *name) {
  void *function = dlsym(RTLD_NEXT, name);
  if (function == NULL) {
    fail("find", name);
  }
  return function;
}

__attribute__((constructor)) static void start(void) {
  real_fsync = next("fsync");
  real_fdatasync = next("fdatasync");
  real_unlink = next("unlink");
  real_pwrite64 = next("pwrite64");
  folder = getenv("POWER_LOSS_FOLDER");
  image = getenv("POWER_LOSS_IMAGE");
  trigger = getenv("POWER_LOSS_KILL");
  full = getenv("POWER_LOSS_FULL");
  if (folder == NULL || image == NULL || trigger == NULL || full == NULL) {
    fprintf(stderr, "powerloss: POWER_LOSS_FOLDER, _IMAGE, _KILL and _FULL must be set\n");
    abort();
  }
}

/* Where the image of a file is kept; 0 if the file is not below the folder. */
static int find_image(const char *path, char *result) {
  size_t length = strlen(folder);
  if (strncmp(path, folder, length) != 0 || path[length] != '/') {
    return 0;
  }
  if (snprintf(result, PATH_MAX, "%s%s", image, path + length) >= PATH_MAX) {
    errno = ENAMETOOLONG;
    fail("keep an image of", path);
  }
  return 1;
}

/* The path of an open file; 0 if it is no regular file or has no name any more. */
static int find_path(int fd, char *result) {
  struct stat status;
  if (fstat(fd, &status) != 0 || !S_ISREG(status.st_mode) || status.st_nlink == 0) {
    return 0;
  }
  char link[64];
  snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
  ssize_t length = readlink(link, result, PATH_MAX - 1);
  if (length < 0) {
    fail("read", link);
  }
  result[length] = '\0';
  return 1;
}

static void write_fully(int fd, const char *bytes, size_t count, off_t offset, const char *path) {
  while (count > 0) {
    ssize_t written = pwrite(fd, bytes, count, offset);
    if (written < 0) {
      fail("write", path);
    }
    bytes += written;
    count -= written;
    offset += written;
  }
}

/*
 * Reads by the descriptor that is being synced. Another one must not be opened: closing it would
 * release the locks that SQLite holds on the file (fcntl locks belong to the process). And the
 * image is overwritten in place, so that a kill never leaves less than what was durable before.
 */
static void copy(int from, const char *path) {
  static char buffer[1 << 16]; /* guarded by the mutex */
  int to = open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
  if (to < 0) {
    fail("open", path);
  }
  off_t offset = 0;
  ssize_t count;
  while ((count = pread(from, buffer, sizeof buffer, offset)) > 0) {
    write_fully(to, buffer, count, offset, path);
    offset += count;
  }
  if (count < 0) {
    fail("read what belongs into", path);
  }
  if (ftruncate(to, offset) != 0) {
    fail("truncate", path);
  }
  close(to);
}

static int ends_with(const char *text, const char *end) {
  size_t length = strlen(text);
  return length >= strlen(end) && strcmp(text + length - strlen(end), end) == 0;
}

static int sync_and_copy(int fd, int (*real_sync)(int)) {
  char path[PATH_MAX];
  char target[PATH_MAX];
  int watched = find_path(fd, path) && find_image(path, target);
  if (watched && ends_with(path, "-wal") && access(trigger, F_OK) == 0) {
    kill(getpid(), SIGKILL);
    for (;;) {
      pause(); /* the signal may need a moment; the sync must not happen in it */
    }
  }
  /* What is not durable in truth must not be so here. */
  int result = real_sync(fd);
  if (watched && result == 0) {
    pthread_mutex_lock(&copying);
    copy(fd, target);
    pthread_mutex_unlock(&copying);
  }
  return result;
}

int fsync(int fd) {
  return sync_and_copy(fd, real_fsync);
}

int fdatasync(int fd) {
  return sync_and_copy(fd, real_fdatasync);
}

/* The one call with which SQLite writes. */
ssize_t pwrite64(int fd, const void *bytes, size_t count, off64_t offset) {
  char path[PATH_MAX];
  char target[PATH_MAX];
  if (access(full, F_OK) == 0 && find_path(fd, path) && find_image(path, target)
      && ends_with(path, "-wal")) {
    errno = ENOSPC;
    return -1;
  }
  return real_pwrite64(fd, bytes, count, offset);
}

int unlink(const char *name) {
  char path[PATH_MAX];
  char target[PATH_MAX];
  int watched = realpath(name, path) != NULL && find_image(path, target);
  int result = real_unlink(name);
  if (watched && result == 0 && real_unlink(target) != 0 && errno != ENOENT) {
    fail("remove", target);
  }
  return result;
}
