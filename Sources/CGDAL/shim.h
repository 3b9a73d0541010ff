#ifndef STIP_CGDAL_SHIM_H
#define STIP_CGDAL_SHIM_H

// The C API of GDAL 3.6: vector data only.
#include <cpl_conv.h>
#include <cpl_error.h>
#include <cpl_string.h>
#include <gdal.h>
#include <ogr_api.h>
#include <ogr_srs_api.h>

/// Opens a vector file for reading with one of the named drivers and with open options (two CSL lists). Swift has no
/// conversion from `char **` to `const char *const *`.
static inline GDALDatasetH stip_open_vector(const char *path, char **drivers, char **options) {
    return GDALOpenEx(path, GDAL_OF_VECTOR | GDAL_OF_READONLY | GDAL_OF_VERBOSE_ERROR, (const char *const *)drivers,
                      (const char *const *)options, NULL);
}

#endif
