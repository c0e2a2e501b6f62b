#ifndef PEAKDAY_CSQLITE_SHIM_H
#define PEAKDAY_CSQLITE_SHIM_H

#include <sqlite3.h>
#include <sys/syscall.h>
#include <sys/vfs.h>
#include <unistd.h>

// Swift cannot call C functions with a variable number of arguments, nor see a macro that casts to a function pointer.

/// Sets one boolean option of a connection (SQLITE_DBCONFIG_…); returns SQLite's result code.
static inline int peakday_sqlite_configure(sqlite3 *database, int option, int value) {
  return sqlite3_db_config(database, option, value, (int *)0);
}

/// Binds text that SQLite copies at once.
static inline int peakday_sqlite_bind_text(sqlite3_stmt *statement, int index, const char *bytes, int count) {
  return sqlite3_bind_text(statement, index, bytes, count, SQLITE_TRANSIENT);
}

/// The kind of file system that a path lies on (`f_type` of statfs(2), which Swift's Glibc does not show); -1 if unknown.
static inline long peakday_file_system_type(const char *path) {
  struct statfs status;
  return statfs(path, &status) == 0 ? (long)status.f_type : -1;
}

/// The kernel's number of the calling thread, for a timer that interrupts this thread only.
static inline int peakday_thread_id(void) {
  return (int)syscall(SYS_gettid);
}

/* The counters of memory in use are guarded by a mutex that every allocation takes; nobody reads them. Must come before
   the first connection. */
static inline int peakday_sqlite_drop_memory_counters(void) {
  return sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
}

#endif
