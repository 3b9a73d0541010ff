// Only the reentrant API: every call names the context that it runs in.
#define GEOS_USE_ONLY_R_API
#include <geos_c.h>
