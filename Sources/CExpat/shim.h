#ifndef PEAKDAY_CEXPAT_SHIM_H
#define PEAKDAY_CEXPAT_SHIM_H

// Declarations only. The library is loaded with dlopen when the first XLSX file is read, because linking it would cost every
// start of the program.
#include <expat.h>
// malloc_usable_size, to count the memory that expat takes.
#include <malloc.h>

#endif
