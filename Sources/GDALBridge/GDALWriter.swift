import CGDAL
public import GeoValues
import Glibc

/// A vector file being written through GDAL. Confined to the thread that created it.
///
/// The same calls give the same bytes: GDAL is told that the date is 2026-01-01T00:00:00.000Z. The file is complete only
/// after ``close()`` returned without an error; without it, what was written is undone as far as the format allows.
@safe
public final class GDALWriter {
    public enum Format: String, Hashable, Sendable {
        case geoPackage = "GPKG"
        /// One layer per file.
        case flatGeobuf = "FlatGeobuf"
        /// One layer per file. Coordinates in RD New are written with a `crs` member, as GDAL does.
        case geoJSON = "GeoJSON"
    }

    public let path: String
    public let format: Format

    private let messages = GDALMessages()
    private var handle: UnsafeMutableRawPointer?
    private var layers: [CreatedLayer] = []
    private var isInTransaction = false

    @safe
    private struct CreatedLayer {
        let description: GDALWriterLayer
        let handle: UnsafeMutableRawPointer
    }

    /// Creates the file with its layers, which are then addressed by their position in `layers`.
    ///
    /// - Throws: ``GDALProblem`` when the file exists already, cannot be created, or the format cannot hold the layers.
    public init(path: String, format: Format, layers: [GDALWriterLayer]) throws {
        self.path = path
        self.format = format
        guard format == .geoPackage || layers.count == 1 else {
            throw problem("create", "\(format.rawValue) holds exactly one layer, and \(layers.count) were asked for")
        }
        try messages.catching {
            unsafe gdal.CPLSetConfigOption("OGR_CURRENT_DATE", "2026-01-01T00:00:00.000Z")
            // GDAL would overwrite GeoJSON and refuse a GeoPackage: refuse both.
            guard unsafe access(path, F_OK) != 0 else { throw problem("create", "the file exists already") }
            let driver = unsafe gdal.GDALGetDriverByName(format.rawValue)
            unsafe handle = gdal.GDALCreate(driver, path, 0, 0, 0, GDT_Unknown, nil)
            guard let dataset = unsafe handle else { throw problem("create") }
            try messages.check("create", path: path)
            for layer in layers { unsafe try create(layer, in: dataset) }
            if unsafe gdal.GDALDatasetTestCapability(dataset, "Transactions") != 0 {
                guard unsafe gdal.GDALDatasetStartTransaction(dataset, 0) == OGRERR_NONE else { throw problem("write") }
                isInTransaction = true
            }
        }
    }

    deinit {
        guard let dataset = unsafe handle else { return }
        messages.catching {
            if isInTransaction { _ = unsafe gdal.GDALDatasetRollbackTransaction(dataset) }
            _ = unsafe gdal.GDALClose(dataset)
        }
    }

    /// Adds a feature in RD millimetres to a layer in EPSG:28992: metres are millimetres divided by 1000.
    public func add(_ values: [GDALValue], _ geometry: RDGeometry, toLayer position: Int = 0) throws {
        try add(values, GDALGeometry(geometry), toLayer: position)
    }

    /// Adds a feature in the layer's own coordinates.
    ///
    /// - Parameter values: one per field of the layer, in the same order, each of the field's type or null.
    /// - Throws: ``GDALProblem`` when a value or the geometry does not fit the layer, or when the file cannot be written.
    public func add(_ values: [GDALValue], _ geometry: GDALGeometry, toLayer position: Int = 0) throws {
        guard unsafe handle != nil, layers.indices.contains(position) else {
            throw problem("write", "there is no open layer at position \(position)")
        }
        let layer = layers[position].description
        let layerHandle = unsafe layers[position].handle
        guard values.count == layer.fields.count else {
            throw problem("write", "layer '\(layer.name)' has \(layer.fields.count) fields, not \(values.count)")
        }
        try messages.catching {
            guard let feature = unsafe gdal.OGR_F_Create(gdal.OGR_L_GetLayerDefn(layerHandle)) else {
                throw problem("write")
            }
            defer { unsafe gdal.OGR_F_Destroy(feature) }
            for (place, field) in layer.fields.enumerated() {
                guard unsafe setValue(values[place], of: feature, at: Int32(place), type: field.type) else {
                    throw problem("write", "field '\(field.name)' cannot hold \(values[place])")
                }
            }
            if let reason = unsafe setGeometry(geometry, of: feature, kind: layer.geometryKind) {
                throw problem("write", "layer '\(layer.name)' cannot hold \(reason)")
            }
            guard unsafe gdal.OGR_L_CreateFeature(layerHandle, feature) == OGRERR_NONE else { throw problem("write") }
        }
    }

    /// Commits, writes the spatial indexes and closes the file.
    public func close() throws {
        guard let dataset = unsafe handle else { return }
        try messages.catching {
            if isInTransaction {
                isInTransaction = false
                guard unsafe gdal.GDALDatasetCommitTransaction(dataset) == OGRERR_NONE else { throw problem("write") }
            }
            unsafe handle = nil
            layers = []
            // Before GDAL 3.7 GDALClose returns nothing: its messages tell whether it failed.
            _ = unsafe gdal.GDALClose(dataset)
            try messages.check("finish", path: path)
        }
    }

    private func create(_ layer: GDALWriterLayer, in dataset: UnsafeMutableRawPointer) throws {
        var reference: UnsafeMutableRawPointer?
        if layer.geometryKind != .none {
            guard layer.epsgCode == 28992 || layer.epsgCode == 4326 else {
                throw problem("create", "EPSG:\(layer.epsgCode) is not 28992 or 4326")
            }
            unsafe reference = gdal.OSRNewSpatialReference(nil)
            guard unsafe gdal.OSRImportFromEPSG(reference, Int32(layer.epsgCode)) == OGRERR_NONE else {
                throw problem("create")
            }
            unsafe gdal.OSRSetAxisMappingStrategy(reference, OAMS_TRADITIONAL_GIS_ORDER)
        }
        defer { unsafe gdal.OSRDestroySpatialReference(reference) }

        var options: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?
        defer { unsafe gdal.CSLDestroy(options) }
        if format == .geoJSON {
            // Millimetres, or about as fine in degrees.
            let digits = layer.epsgCode == 28992 ? "3" : "9"
            unsafe options = gdal.CSLSetNameValue(options, "COORDINATE_PRECISION", digits)
        }
        let created = unsafe gdal.GDALDatasetCreateLayer(
            dataset,
            layer.name,
            reference,
            layer.geometryKind.wellKnownType,
            options
        )
        guard let created = unsafe created else { throw problem("create layer '\(layer.name)' of") }
        for field in layer.fields {
            guard !field.isList else { throw problem("create", "field '\(field.name)' is a list") }
            let definition = unsafe gdal.OGR_Fld_Create(field.name, field.type.gdalType)
            defer { unsafe gdal.OGR_Fld_Destroy(definition) }
            guard unsafe gdal.OGR_L_CreateField(created, definition, 0) == OGRERR_NONE else {
                throw problem("create field '\(field.name)' in")
            }
        }
        try messages.check("create layer '\(layer.name)' of", path: path)
        layers.append(unsafe CreatedLayer(description: layer, handle: created))
    }

    private func problem(_ action: String, _ message: String? = nil) -> GDALProblem {
        GDALProblem(action: action, path: path, messages: message.map { [$0] } ?? messages.takeFailures())
    }
}
