#ifndef SP_CNAMESPACE_H
#define SP_CNAMESPACE_H
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

/* A child in a network namespace of its own, in which there is no network. What lets anyone make one is a user
   namespace around it, in which the user stays who they are. posix_spawn knows neither, and Swift must not run between
   clone and exec, for other threads may hold its locks: the child below calls the system alone.
   Numbers are those of linux/sched.h, which sched.h shows to programs with GNU extensions only. */

#define SP_NEW_USER 0x10000000UL
#define SP_NEW_NETWORK 0x40000000UL

/* Which step failed; SP_STEP_NONE where none did. */
enum { SP_STEP_NONE, SP_STEP_NAMESPACE, SP_STEP_PROGRAM };

struct sp_secluded {
  /* NULL tries the namespaces and runs nothing. */
  const char *path;
  char *const *arguments;
  char *const *variables;
  /* What becomes descriptors 0 to 4; each is above them. */
  int files[5];
  /* Filled where it was started. */
  pid_t child;
  /* Filled where it was not. */
  int step;
  int error;
};

struct sp_secluded_failure {
  int step;
  int error;
};

static inline void sp_secluded_fail(int report, int step) {
  struct sp_secluded_failure failure = {step, errno};
  ssize_t written = write(report, &failure, sizeof failure);
  _exit(written == sizeof failure ? 127 : 126);
}

static inline int sp_secluded_put(const char *path, const char *text) {
  int file = open(path, O_WRONLY | O_CLOEXEC);
  if (file < 0) return -1;
  ssize_t written = write(file, text, strlen(text));
  int error = errno;
  close(file);
  errno = error;
  return written < 0 ? -1 : 0;
}

/* Signals that were caught or are ours to ignore are as a program expects them; those that were ignored before us
   stay so. */
static inline void sp_secluded_reset_signals(void) {
  for (int number = 1; number <= SIGRTMAX; number++) {
    struct sigaction action;
    if (sigaction(number, NULL, &action) < 0) continue;
    int is_ours = number == SIGPIPE || number == SIGXFSZ || number == SIGINT || number == SIGQUIT || number == SIGTSTP;
    if (action.sa_handler == SIG_DFL || (action.sa_handler == SIG_IGN && !is_ours)) continue;
    memset(&action, 0, sizeof action);
    action.sa_handler = SIG_DFL;
    sigaction(number, &action, NULL);
  }
  sigset_t none;
  sigemptyset(&none);
  sigprocmask(SIG_SETMASK, &none, NULL);
}

static inline void sp_secluded_run(const struct sp_secluded *start, const char *user, const char *group, int report) {
  /* The maps belong to root while a process that holds secrets cannot be looked into; this one runs another program
     next. */
  prctl(PR_SET_DUMPABLE, 1, 0, 0, 0);
  if (sp_secluded_put("/proc/self/setgroups", "deny") < 0 && errno != ENOENT) sp_secluded_fail(report, SP_STEP_NAMESPACE);
  if (sp_secluded_put("/proc/self/uid_map", user) < 0 || sp_secluded_put("/proc/self/gid_map", group) < 0)
    sp_secluded_fail(report, SP_STEP_NAMESPACE);
  if (!start->path) _exit(0);
  setsid();
  sp_secluded_reset_signals();
  for (int number = 0; number < 5; number++)
    if (dup2(start->files[number], number) < 0) sp_secluded_fail(report, SP_STEP_PROGRAM);
  execve(start->path, start->arguments, start->variables);
  sp_secluded_fail(report, SP_STEP_PROGRAM);
}

/* Starts a program in a session of its own, without a network; 0 where that failed, and why. */
static inline int sp_secluded_start(struct sp_secluded *start) {
  char user[64], group[64];
  snprintf(user, sizeof user, "%u %u 1", (unsigned)geteuid(), (unsigned)geteuid());
  snprintf(group, sizeof group, "%u %u 1", (unsigned)getegid(), (unsigned)getegid());
  start->step = SP_STEP_NAMESPACE;
  int ends[2];
  if (pipe(ends) < 0) return start->error = errno, 0;
  fcntl(ends[0], F_SETFD, FD_CLOEXEC);
  int report = fcntl(ends[1], F_DUPFD_CLOEXEC, 16);
  close(ends[1]);
  if (report < 0) return start->error = errno, close(ends[0]), 0;

  /* No handler of ours may run in the child. */
  sigset_t all, before;
  sigfillset(&all);
  sigprocmask(SIG_SETMASK, &all, &before);
  long child = syscall(SYS_clone, SP_NEW_USER | SP_NEW_NETWORK | SIGCHLD, 0UL, 0UL, 0UL, 0UL);
  if (child == 0) sp_secluded_run(start, user, group, report);
  int error = errno;
  sigprocmask(SIG_SETMASK, &before, NULL);
  close(report);
  if (child < 0) return start->error = error, close(ends[0]), 0;

  struct sp_secluded_failure failure;
  ssize_t count;
  do count = read(ends[0], &failure, sizeof failure);
  while (count < 0 && errno == EINTR);
  close(ends[0]);
  int is_started = count != sizeof failure;
  if (!is_started || !start->path)
    while (waitpid((pid_t)child, NULL, 0) < 0 && errno == EINTR) {}
  start->child = (pid_t)child;
  start->step = is_started ? SP_STEP_NONE : failure.step;
  start->error = is_started ? 0 : failure.error;
  return is_started;
}

#endif
