#define _GNU_SOURCE
#include <unistd.h>

#include "CMapping.h"

int stip_syncfs(int descriptor) { return syncfs(descriptor); }
