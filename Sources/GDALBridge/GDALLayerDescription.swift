import CGDAL

/// What an open file says of one of its layers. Without the file itself, so that a dataset can hold its layers' descriptions
/// and still be closed when nobody uses it.
@safe
struct GDALLayerDescription {
    let handle: UnsafeMutableRawPointer
    let name: String
    let geometryTypeName: String
    let hasGeometry: Bool
    /// Which of the layer's geometry fields is read.
    let geometryField: Int32
    let leftOutGeometries: [String]
    let featureCount: Int?
    let fields: [GDALField]
    let spatialReference: GDALSpatialReference?
    let lastChange: String?

    /// - Parameter guessesTypes: the file has texts only; what kind of values a field has is seen from them.
    init(
        handle: UnsafeMutableRawPointer,
        lastChanges: [(table: String, lastChange: String)],
        guessesTypes: Bool
    ) {
        unsafe self.handle = handle
        let name = unsafe gdal.OGR_L_GetName(handle).map { unsafe String(cString: $0) } ?? ""
        self.name = name
        let count = unsafe gdal.OGR_L_GetFeatureCount(handle, 0)
        featureCount = count < 0 ? nil : Int(count)
        lastChange = lastChanges.first { $0.table == name }?.lastChange
        var fields: [GDALField] = []
        let definition = unsafe gdal.OGR_L_GetLayerDefn(handle)
        if let definition = unsafe definition {
            for position in 0..<(unsafe gdal.OGR_FD_GetFieldCount(definition)) {
                guard let field = unsafe gdal.OGR_FD_GetFieldDefn(definition, position) else { continue }
                let name = unsafe gdal.OGR_Fld_GetNameRef(field).map { unsafe String(cString: $0) } ?? ""
                let (type, isList) = unsafe GDALFieldType.from(gdal.OGR_Fld_GetType(field))
                fields.append(GDALField(name, type, isList: isList))
            }
        }
        self.fields = unsafe guessesTypes ? GDALLayerDescription.guessed(fields, handle) : fields
        let geometries = unsafe definition.map { unsafe GDALLayerDescription.geometryFields($0) } ?? []
        // Of a parcel with its boundary and the place of its number, the boundary.
        let dimensions = unsafe geometries.map { unsafe GDALLayerDescription.dimension($0) }
        let chosen = dimensions.firstIndex(of: dimensions.max() ?? 0) ?? 0
        geometryField = Int32(chosen)
        hasGeometry = !dimensions.isEmpty
        let type = unsafe dimensions.isEmpty ? wkbNone : gdal.OGR_GFld_GetType(geometries[chosen])
        geometryTypeName = unsafe gdal.OGRGeometryTypeToName(type).map { unsafe String(cString: $0) } ?? ""
        spatialReference = unsafe dimensions.isEmpty ? nil : GDALSpatialReference(geometryField: geometries[chosen])
        var others: [String] = []
        for position in dimensions.indices where position != chosen {
            let name = unsafe gdal.OGR_GFld_GetNameRef(geometries[position])
            unsafe others.append(name.map { unsafe String(cString: $0) } ?? "")
        }
        leftOutGeometries = others
    }

    private static func geometryFields(_ definition: UnsafeMutableRawPointer) -> [OpaquePointer] {
        let count = unsafe gdal.OGR_FD_GetGeomFieldCount(definition)
        return unsafe (0..<count).compactMap { unsafe gdal.OGR_FD_GetGeomFieldDefn(definition, $0) }
    }

    /// 3 of a field of any geometry, else 0 of points, 1 of lines, 2 of polygons.
    private static func dimension(_ field: OpaquePointer) -> Int {
        switch gdal.OGR_GT_Flatten(unsafe gdal.OGR_GFld_GetType(field)) {
        case wkbPoint, wkbMultiPoint: 0
        case wkbLineString, wkbMultiLineString, wkbCompoundCurve, wkbCircularString, wkbMultiCurve: 1
        case wkbPolygon, wkbMultiPolygon, wkbCurvePolygon, wkbMultiSurface: 2
        default: 3
        }
    }

    /// The fields of texts of which every value is a number as ones of numbers. With a zero before it, it is an identifier: GDAL itself
    /// takes 0363100012169587 for the number 363100012169587.
    private static func guessed(_ fields: [GDALField], _ handle: UnsafeMutableRawPointer) -> [GDALField] {
        var types: [GDALFieldType?] = fields.map { $0.type == .text && !$0.isList ? nil : .other }
        unsafe gdal.OGR_L_ResetReading(handle)
        while let row = unsafe gdal.OGR_L_GetNextFeature(handle) {
            defer { unsafe gdal.OGR_F_Destroy(row) }
            for position in fields.indices where types[position] != .text && types[position] != .other {
                guard case .text(let text) = unsafe readValue(of: row, at: Int32(position), field: fields[position])
                else {
                    continue
                }
                let type = NumberText.type(of: text)
                types[position] = types[position].map { NumberText.widest($0, type) } ?? type
            }
        }
        unsafe gdal.OGR_L_ResetReading(handle)
        return zip(fields, types).map { field, type in
            guard let type, type != .other else { return field }
            return GDALField(field.name, type, isList: false)
        }
    }
}
