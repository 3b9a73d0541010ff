import CGDAL

/// One layer of an open file. Keeps the file open.
@safe
public struct GDALLayer {
    private let description: GDALLayerDescription
    private let dataset: GDALDataset

    init(_ description: GDALLayerDescription, of dataset: GDALDataset) {
        self.description = description
        self.dataset = dataset
    }

    public var name: String { description.name }
    /// GDAL's name of the declared geometry type: "Polygon", "3D Multi Polygon", "Unknown (any)", "None" for a table
    /// without geometry.
    public var geometryTypeName: String { description.geometryTypeName }
    /// False for a table without geometry.
    public var hasGeometry: Bool { description.hasGeometry }
    /// Names of geometry fields that are not read: of several that of polygons is, else that of lines.
    public var leftOutGeometries: [String] { description.leftOutGeometries }
    /// How many features the file says it holds; nil when it would have to be read to know.
    public var featureCount: Int? { description.featureCount }
    public var fields: [GDALField] { description.fields }
    /// Nil when the layer declares none.
    public var spatialReference: GDALSpatialReference? { description.spatialReference }
    /// When the layer was last changed, as a GeoPackage states it (ISO 8601, UTC); nil in other formats.
    public var lastChange: String? { description.lastChange }

    private var handle: UnsafeMutableRawPointer { unsafe description.handle }

    /// The smallest and the largest number of a feature, where the file can tell without being read: in a GeoPackage table.
    public func fidRange() -> ClosedRange<Int64>? {
        guard dataset.driverName == "GPKG", let column = unsafe gdal.OGR_L_GetFIDColumn(handle) else { return nil }
        let fid = unsafe String(cString: column)
        guard !fid.isEmpty else { return nil }
        return dataset.messages.catching {
            let query =
                "SELECT MIN(\(GDALLayer.quoted(fid))), MAX(\(GDALLayer.quoted(fid))) FROM \(GDALLayer.quoted(name))"
            let range = unsafe dataset.firstRow(of: query) { row -> ClosedRange<Int64>? in
                guard unsafe gdal.OGR_F_IsFieldSetAndNotNull(row, 0) != 0,
                    unsafe gdal.OGR_F_IsFieldSetAndNotNull(row, 1) != 0
                else { return nil }
                let low = unsafe gdal.OGR_F_GetFieldAsInteger64(row, 0)
                let high = unsafe gdal.OGR_F_GetFieldAsInteger64(row, 1)
                return low <= high ? low...high : nil
            }
            // A view has no numbers of its own: then the table is read as a whole.
            _ = dataset.messages.takeFailures()
            return range ?? nil
        }
    }

    private static func quoted(_ name: String) -> String {
        "\"" + name.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"") + "\""
    }

    /// Restricts what ``forEachFeature(fids:_:)`` reads to some numbers.
    private func select(_ fids: ClosedRange<Int64>?) {
        guard let fids, let column = unsafe gdal.OGR_L_GetFIDColumn(handle) else {
            _ = unsafe gdal.OGR_L_SetAttributeFilter(handle, nil)
            return
        }
        let name = GDALLayer.quoted(unsafe String(cString: column))
        _ = unsafe gdal.OGR_L_SetAttributeFilter(
            handle,
            "\(name) >= \(fids.lowerBound) AND \(name) <= \(fids.upperBound)"
        )
    }

    /// Reads every feature once, in the file's order, from the start.
    ///
    /// Curves become lines with a vertex at least every degree of arc.
    /// - Parameter fids: only the features with these numbers; a part of ``fidRange()``.
    /// - Throws: ``GDALProblem`` when the file breaks off or is damaged so that features cannot be reached; what `body`
    ///   throws ends the reading. A single unreadable feature is not an error: it carries ``GDALFeature/problem``.
    public func forEachFeature(
        fids: ClosedRange<Int64>? = nil,
        _ body: (GDALFeature) throws -> Void
    ) throws {
        let messages = dataset.messages
        let action = "read layer '\(name)' of"
        try messages.catching {
            select(fids)
            unsafe gdal.OGR_L_ResetReading(handle)
            try messages.check(action, path: dataset.path)
            while let row = unsafe gdal.OGR_L_GetNextFeature(handle) {
                defer { unsafe gdal.OGR_F_Destroy(row) }
                try body(unsafe feature(row))
            }
            // The end of the layer and a failure look alike, but for the message.
            try messages.check(action, path: dataset.path)
        }
    }

    private func feature(_ row: UnsafeMutableRawPointer) -> GDALFeature {
        var values: [GDALValue] = []
        values.reserveCapacity(fields.count)
        for (position, field) in fields.enumerated() {
            values.append(unsafe readValue(of: row, at: Int32(position), field: field))
        }
        var geometry =
            hasGeometry
            ? unsafe readGeometry(gdal.OGR_F_GetGeomFieldRef(row, description.geometryField)) : .none(.null)
        let problems = dataset.messages.takeFailures()
        if case .none(.null) = geometry, let problem = problems.first { geometry = .unsupported(problem) }
        return GDALFeature(
            fid: unsafe gdal.OGR_F_GetFID(row),
            values: values,
            geometry: geometry,
            problem: problems.isEmpty ? nil : problems.joined(separator: "; ")
        )
    }
}
