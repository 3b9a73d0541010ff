#ifndef STIP_CXML2_SHIM_H
#define STIP_CXML2_SHIM_H

// libxml2's ICU support declares UErrorCode, which clashes with Foundation's own: switch it off before it is declared.
#include <libxml/xmlversion.h>
#undef LIBXML_ICU_ENABLED

#include <libxml/xmlerror.h>
#include <libxml/xmlreader.h>

#endif
