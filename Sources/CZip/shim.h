#ifndef PEAKDAY_CZIP_SHIM_H
#define PEAKDAY_CZIP_SHIM_H

// Declarations only. The library is loaded with dlopen when the first XLSX file is read, because linking it would cost every
// start of the program.
#include <zip.h>

#endif
