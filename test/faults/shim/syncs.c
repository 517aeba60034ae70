/*
 * LD_PRELOAD library for the fault tests: knows what a disk would hold after a power cut, and can be a slow disk.
 *
 * kill -9 cannot show what a power cut loses: the kernel still holds the pages that were written but never synced.
 * This library notes, for every fsync and fdatasync that succeeded, how long the file was when the sync was asked for.
 * A test that cuts a file back to the last noted length has what the disk is sure to hold.
 *
 *   SYNC_LOG    file to append the notes to; without it nothing is noted
 *   SYNC_DELAY  file that says how many milliseconds a sync takes longer (decimal digits); looked at before every sync,
 *               so that a disk can become slow. Without the variable or the file: 0
 *
 * A note is one line, "<inode> <birth> <length>\n": inode number, birth time of the inode in nanoseconds since 1970 (a
 * new file may get the number of a deleted one; 0 where the file system keeps no birth time), and length in bytes. The
 * inode and not the path, because Redis syncs a file under a temporary name and renames it (aof.c, rewriteAppendOnlyFile).
 * Each note is a single write() to a file opened with O_APPEND, in the page cache before the caller hears of its sync:
 * kill -9 of this process loses none, and notes of several threads or a forked child do not mix (POSIX write(2)).
 *
 *   cc -shared -fPIC -O2 -o syncs.so syncs.c -ldl
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

typedef int (*sync_call)(int fd);

static sync_call real_fsync, real_fdatasync;
static int log_fd = -1;
static char *delay_path;

__attribute__((constructor)) static void prepare(void)
{
    const char *path = getenv("SYNC_LOG");
    const char *delay = getenv("SYNC_DELAY");
    real_fsync = (sync_call)dlsym(RTLD_NEXT, "fsync");
    real_fdatasync = (sync_call)dlsym(RTLD_NEXT, "fdatasync");
    if (path) log_fd = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
    /* A copy: Redis writes its process title over the environment (setproctitle.c). */
    if (delay) delay_path = strdup(delay);
}

static long delay_ms(void)
{
    char digits[16] = "";
    int fd = delay_path ? open(delay_path, O_RDONLY | O_CLOEXEC) : -1;
    if (fd < 0) return 0;
    if (read(fd, digits, sizeof digits - 1) < 0) digits[0] = '0';
    close(fd);
    return atol(digits);
}

static void wait_for_disk(void)
{
    long ms = delay_ms();
    struct timespec left = { ms / 1000, (ms % 1000) * 1000000L };
    while (ms > 0 && nanosleep(&left, &left) == -1 && errno == EINTR) { }
}

static void note(const struct statx *file)
{
    char line[80];
    unsigned long long birth = 0;
    int length;
    if (file->stx_mask & STATX_BTIME)
        birth = (unsigned long long)file->stx_btime.tv_sec * 1000000000ULL + file->stx_btime.tv_nsec;
    length = snprintf(line, sizeof line, "%llu %llu %llu\n", (unsigned long long)file->stx_ino, birth,
                      (unsigned long long)file->stx_size);
    /* A note that cannot be kept counts as a sync that never was: the test then loses data and fails. */
    if (write(log_fd, line, length) != length) return;
}

static int noted_sync(sync_call real, int fd)
{
    struct statx file;
    /* The length before the sync: what another thread writes meanwhile need not be on the disk afterwards. */
    int known = log_fd >= 0 && statx(fd, "", AT_EMPTY_PATH, STATX_INO | STATX_SIZE | STATX_BTIME, &file) == 0;
    int kept = errno;
    wait_for_disk();
    if (real(fd) != 0) return -1;
    if (known) note(&file);
    errno = kept;
    return 0;
}

int fsync(int fd) { return noted_sync(real_fsync, fd); }

int fdatasync(int fd) { return noted_sync(real_fdatasync, fd); }
