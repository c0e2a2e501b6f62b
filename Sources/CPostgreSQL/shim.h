#ifndef PEAKDAY_CPOSTGRESQL_SHIM_H
#define PEAKDAY_CPOSTGRESQL_SHIM_H

// Declarations only. The library is loaded with dlopen when the first postgresql:// store is opened, because linking
// it costs every start of the program about 4 ms.
#include <postgresql/libpq-fe.h>

#endif
