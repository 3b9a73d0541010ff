#ifndef STIP_CGDAL_H
#define STIP_CGDAL_H

// The C API of GDAL 3.6, vector data only, loaded when it is first needed: with GDAL come over a hundred libraries, and what reads no
// tables, such as an import of a BAG extract or of plans, need not wait for them.
#include <gdal/cpl_conv.h>
#include <gdal/cpl_error.h>
#include <gdal/cpl_string.h>
#include <gdal/gdal.h>
#include <gdal/ogr_api.h>
#include <gdal/ogr_srs_api.h>

/// The functions that we call.
#define STIP_GDAL_FUNCTIONS(X) \
    X(CPLGetErrorHandlerUserData) X(CPLPopErrorHandler) X(CPLPushErrorHandlerEx) X(CPLSetConfigOption) X(CSLAddString) \
    X(CSLDestroy) X(CSLSetNameValue) X(GDALAllRegister) X(GDALClose) X(GDALCreate) X(GDALDatasetCommitTransaction) \
    X(GDALDatasetCreateLayer) X(GDALDatasetExecuteSQL) X(GDALDatasetGetLayer) X(GDALDatasetGetLayerCount) \
    X(GDALDatasetReleaseResultSet) X(GDALDatasetRollbackTransaction) X(GDALDatasetStartTransaction) \
    X(GDALDatasetTestCapability) X(GDALGetDatasetDriver) X(GDALGetDriverByName) X(GDALGetDriverShortName) \
    X(GDALOpenEx) X(OGRGeometryTypeToName) X(OGR_FD_GetFieldCount) X(OGR_FD_GetFieldDefn) X(OGR_FD_GetGeomFieldCount) \
    X(OGR_FD_GetGeomFieldDefn) X(OGR_F_Create) X(OGR_F_Destroy) X(OGR_F_GetFID) X(OGR_F_GetFieldAsDateTimeEx) \
    X(OGR_F_GetFieldAsDouble) X(OGR_F_GetFieldAsDoubleList) X(OGR_F_GetFieldAsInteger) X(OGR_F_GetFieldAsInteger64) \
    X(OGR_F_GetFieldAsInteger64List) X(OGR_F_GetFieldAsIntegerList) X(OGR_F_GetFieldAsString) \
    X(OGR_F_GetFieldAsStringList) X(OGR_F_GetGeomFieldRef) X(OGR_F_IsFieldSetAndNotNull) X(OGR_F_SetFieldDateTime) \
    X(OGR_F_SetFieldDouble) X(OGR_F_SetFieldInteger) X(OGR_F_SetFieldInteger64) X(OGR_F_SetFieldNull) \
    X(OGR_F_SetFieldString) X(OGR_F_SetGeometryDirectly) X(OGR_Fld_Create) X(OGR_Fld_Destroy) X(OGR_Fld_GetNameRef) \
    X(OGR_Fld_GetType) X(OGR_GFld_GetNameRef) X(OGR_GFld_GetSpatialRef) X(OGR_GFld_GetType) X(OGR_GT_Flatten) \
    X(OGR_G_AddGeometryDirectly) X(OGR_G_CreateGeometry) X(OGR_G_DestroyGeometry) X(OGR_G_GetGeometryCount) \
    X(OGR_G_GetGeometryRef) X(OGR_G_GetGeometryType) X(OGR_G_GetLinearGeometry) X(OGR_G_GetPointCount) \
    X(OGR_G_GetPoints) X(OGR_G_HasCurveGeometry) X(OGR_G_IsEmpty) X(OGR_G_SetPoints) X(OGR_L_CreateFeature) \
    X(OGR_L_CreateField) X(OGR_L_GetFIDColumn) X(OGR_L_GetFeatureCount) X(OGR_L_GetLayerDefn) X(OGR_L_GetName) \
    X(OGR_L_GetNextFeature) X(OGR_L_ResetReading) X(OGR_L_SetAttributeFilter) X(OSRClone) X(OSRDemoteTo2D) \
    X(OSRDestroySpatialReference) X(OSRFindMatches) X(OSRFreeSRSArray) X(OSRGetAuthorityCode) X(OSRGetAuthorityName) \
    X(OSRGetName) X(OSRImportFromEPSG) X(OSRNewSpatialReference) X(OSRSetAxisMappingStrategy) X(OSRStripVertical) \
    X(VSIFree)

/// Where they are.
struct stip_gdal_functions {
#define STIP_GDAL_FIELD(name) __typeof__(name) *_Nonnull name;
    STIP_GDAL_FUNCTIONS(STIP_GDAL_FIELD)
#undef STIP_GDAL_FIELD
};

/// Loads the library; calls after the first do nothing. Not for two threads at once.
///
/// Returns null when that fails, with the reason: text that stays.
const struct stip_gdal_functions *_Nullable stip_gdal_load(const char *_Nullable *_Nonnull reason);

/// Opens a vector file for reading with one of the named drivers and with open options (two CSL lists), once the library is loaded.
/// Swift has no conversion from `char **` to `const char *const *`.
GDALDatasetH _Nullable stip_open_vector(const char *_Nonnull path, char *_Nullable *_Nullable drivers,
                                        char *_Nullable *_Nullable options);

#endif
