import CGDAL

/// What an open file says of one of its layers. Without the file itself, so that a dataset can hold its layers' descriptions
/// and still be closed when nobody uses it.
@safe
struct GDALLayerDescription {
    let handle: UnsafeMutableRawPointer
    let name: String
    let geometryTypeName: String
    let hasGeometry: Bool
    let featureCount: Int?
    let fields: [GDALField]
    let spatialReference: GDALSpatialReference?
    let lastChange: String?

    init(handle: UnsafeMutableRawPointer, lastChanges: [(table: String, lastChange: String)]) {
        unsafe self.handle = handle
        let name = unsafe gdal.OGR_L_GetName(handle).map { unsafe String(cString: $0) } ?? ""
        self.name = name
        let type = unsafe gdal.OGR_L_GetGeomType(handle)
        geometryTypeName = unsafe gdal.OGRGeometryTypeToName(type).map { unsafe String(cString: $0) } ?? ""
        hasGeometry = type != wkbNone
        let count = unsafe gdal.OGR_L_GetFeatureCount(handle, 0)
        featureCount = count < 0 ? nil : Int(count)
        spatialReference = unsafe GDALSpatialReference(layer: handle)
        lastChange = lastChanges.first { $0.table == name }?.lastChange
        var fields: [GDALField] = []
        if let definition = unsafe gdal.OGR_L_GetLayerDefn(handle) {
            for position in 0..<(unsafe gdal.OGR_FD_GetFieldCount(definition)) {
                guard let field = unsafe gdal.OGR_FD_GetFieldDefn(definition, position) else { continue }
                let name = unsafe gdal.OGR_Fld_GetNameRef(field).map { unsafe String(cString: $0) } ?? ""
                let (type, isList) = unsafe GDALFieldType.from(gdal.OGR_Fld_GetType(field))
                fields.append(GDALField(name, type, isList: isList))
            }
        }
        self.fields = fields
    }
}
