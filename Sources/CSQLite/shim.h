#ifndef STIP_CSQLITE_SHIM_H
#define STIP_CSQLITE_SHIM_H

#include <sqlite3.h>

// The destructor argument of sqlite3_bind_blob that makes SQLite copy the bytes is a cast that Swift can't import.
static inline int stip_sqlite3_bind_blob_copy(sqlite3_stmt *statement, int position, const void *bytes, sqlite3_uint64 count) {
    return sqlite3_bind_blob64(statement, position, bytes, count, SQLITE_TRANSIENT);
}

static inline int stip_sqlite3_bind_text_copy(sqlite3_stmt *statement, int position, const char *text, sqlite3_uint64 count) {
    return sqlite3_bind_text64(statement, position, text, count, SQLITE_TRANSIENT, SQLITE_UTF8);
}

#endif
