#include "CGDAL.h"

#include <dlfcn.h>

// The library of Debian 12, and what its development package calls the one that is there.
static const char *const names[] = {"libgdal.so.32", "libgdal.so"};

static struct stip_gdal_functions functions;
static int is_loaded;

const struct stip_gdal_functions *stip_gdal_load(const char **reason) {
    if (is_loaded) return &functions;
    void *library = NULL;
    for (unsigned position = 0; library == NULL && position < sizeof names / sizeof *names; position++)
        library = dlopen(names[position], RTLD_LAZY | RTLD_LOCAL);
    if (library == NULL) {
        *reason = dlerror();
        return NULL;
    }
#define STIP_GDAL_FIND(name) \
    if ((*(void **)&functions.name = dlsym(library, #name)) == NULL) { \
        *reason = "it has no function " #name; \
        return NULL; \
    }
    STIP_GDAL_FUNCTIONS(STIP_GDAL_FIND)
    is_loaded = 1;
    return &functions;
}

GDALDatasetH stip_open_vector(const char *path, char **drivers, char **options) {
    return functions.GDALOpenEx(path, GDAL_OF_VECTOR | GDAL_OF_READONLY | GDAL_OF_VERBOSE_ERROR,
                                (const char *const *)drivers, (const char *const *)options, NULL);
}
