import CGDAL

/// A vector file opened for reading through GDAL. Confined to the thread that opened it.
@safe
public final class GDALDataset {
    /// The file as the caller named it.
    public let path: String
    /// GDAL's name of the format: "GPKG", "GeoJSON", "ESRI Shapefile", "FlatGeobuf", …
    public let driverName: String
    /// Every layer in the file's own order, tables without geometry included.
    public var layers: [GDALLayer] { descriptions.map { GDALLayer($0, of: self) } }

    private var descriptions: [GDALLayerDescription] = []

    let messages: GDALMessages
    private let handle: UnsafeMutableRawPointer

    /// The formats that ``init(path:isGML:)`` accepts: files that hold their data themselves. Formats that
    /// lead GDAL to other files, to servers or to databases (VRT, WFS, PostgreSQL, …) are left out on purpose.
    public static let exchangeDrivers = [
        "GPKG", "FlatGeobuf", "GeoJSON", "GeoJSONSeq", "TopoJSON", "ESRI Shapefile", "MapInfo File",
        "OpenFileGDB", "SQLite",
    ]

    /// GDAL would write a .gfs file beside the source, and ask the server that the answer of a WFS names for its schema.
    private static let optionsOfGML = ["WRITE_GFS=NO", "DOWNLOAD_SCHEMA=NO"]

    /// Opens a file and lists its layers.
    ///
    /// - Parameters:
    ///   - isGML: it is GML, which is not among those tried else. Its values are texts: those fields are numbers of which every value
    ///     is one without losing anything.
    /// - Throws: ``GDALProblem`` when the file is missing, of no accepted format, or damaged as far as opening shows.
    public init(path: String, isGML: Bool = false) throws {
        let messages = GDALMessages()
        let opened: UnsafeMutableRawPointer? = unsafe messages.catching {
            var allowed: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?
            for driver in isGML ? ["GML"] : GDALDataset.exchangeDrivers {
                unsafe allowed = gdal.CSLAddString(allowed, driver)
            }
            defer { unsafe gdal.CSLDestroy(allowed) }
            var options: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?
            for option in isGML ? GDALDataset.optionsOfGML : [] { unsafe options = gdal.CSLAddString(options, option) }
            defer { unsafe gdal.CSLDestroy(options) }
            if isGML {
                unsafe gdal.CPLSetConfigOption("GML_FIELDTYPES", "ALWAYS_STRING")
                // Of several geometries the first, such as a parcel's boundary, and not the last, such as the place of its number.
                unsafe gdal.CPLSetConfigOption("GML_FETCH_ALL_GEOMETRIES", "YES")
            }
            return unsafe stip_open_vector(path, allowed, options)
        }
        guard let handle = unsafe opened else {
            throw GDALProblem(action: "open", path: path, messages: messages.takeFailures())
        }
        unsafe self.handle = handle
        self.path = path
        self.messages = messages
        let driver = unsafe gdal.GDALGetDriverShortName(gdal.GDALGetDatasetDriver(handle))
        self.driverName = unsafe driver.map { unsafe String(cString: $0) } ?? ""
        // A damaged table is left out of the list of layers with a message and nothing else.
        try messages.check("open", path: path)
        descriptions = try messages.catching {
            let changes = lastChanges()
            return try (0..<(unsafe gdal.GDALDatasetGetLayerCount(handle))).map { number in
                guard let layer = unsafe gdal.GDALDatasetGetLayer(handle, number) else {
                    throw GDALProblem(
                        action: "open layer \(number) of",
                        path: path,
                        messages: messages.takeFailures()
                    )
                }
                return unsafe GDALLayerDescription(handle: layer, lastChanges: changes, guessesTypes: isGML)
            }
        }
        try messages.check("list the layers of", path: path)
    }

    deinit {
        messages.catching { _ = unsafe gdal.GDALClose(handle) }
    }

    /// What GDAL warned about so far, each message once.
    public var warnings: [String] { messages.warnings }

    /// The first layer of this name, in exact spelling.
    public func layer(named name: String) -> GDALLayer? {
        layers.first { $0.name == name }
    }

    /// The first row of a query's answer; nil when it fails or has none.
    func firstRow<Value>(of query: String, _ body: (UnsafeMutableRawPointer) -> Value) -> Value? {
        guard let result = unsafe gdal.GDALDatasetExecuteSQL(handle, query, nil, nil) else { return nil }
        defer { unsafe gdal.GDALDatasetReleaseResultSet(handle, result) }
        guard let row = unsafe gdal.OGR_L_GetNextFeature(result) else { return nil }
        defer { unsafe gdal.OGR_F_Destroy(row) }
        return unsafe body(row)
    }

    /// `last_change` of each table in `gpkg_contents`, as the file has it (ISO 8601, UTC).
    private func lastChanges() -> [(table: String, lastChange: String)] {
        guard driverName == "GPKG" else { return [] }
        let query = "SELECT table_name, CAST(last_change AS TEXT) FROM gpkg_contents ORDER BY table_name"
        guard let result = unsafe gdal.GDALDatasetExecuteSQL(handle, query, nil, nil) else { return [] }
        defer { unsafe gdal.GDALDatasetReleaseResultSet(handle, result) }
        var changes: [(table: String, lastChange: String)] = []
        while let row = unsafe gdal.OGR_L_GetNextFeature(result) {
            defer { unsafe gdal.OGR_F_Destroy(row) }
            guard let table = unsafe gdal.OGR_F_GetFieldAsString(row, 0),
                let change = unsafe gdal.OGR_F_GetFieldAsString(row, 1)
            else { continue }
            unsafe changes.append((String(cString: table), String(cString: change)))
        }
        return changes
    }
}
