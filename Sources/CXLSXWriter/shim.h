#ifndef PEAKDAY_CXLSXWRITER_SHIM_H
#define PEAKDAY_CXLSXWRITER_SHIM_H

// Declarations only. The library is loaded with dlopen when the first XLSX file is written, because linking it would cost every
// start of the program.
#include <xlsxwriter.h>

#endif
