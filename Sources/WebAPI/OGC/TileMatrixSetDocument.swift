import GeoValues

/// A tile matrix set (OGC 17-083r4, JSON encoding).
struct TileMatrixSetDocument: Encodable {
    struct Matrix: Encodable {
        let id: String
        let scaleDenominator: Double
        let cellSize: Double
        let cornerOfOrigin = "topLeft"
        let pointOfOrigin: [Double]
        let tileWidth = 256
        let tileHeight = 256
        let matrixWidth: Int
        let matrixHeight: Int
    }

    let id: String
    let title: String
    let uri: String?
    let crs: String
    let orderedAxes: [String]
    let wellKnownScaleSet: String
    let tileMatrices: [Matrix]

    /// Metres to a pixel of 0.28 mm (OGC 17-083r4, 6.2).
    private static let pixelMetres = 0.00028

    init(_ matrixSet: TileMatrixSet) {
        id = matrixSet.rawValue
        uri = matrixSet.uri
        crs = matrixSet.crs
        let origin: [Double]
        let width: Double
        switch matrixSet {
        case .webMercatorQuad:
            title = "Google Maps Compatible for the World"
            orderedAxes = ["E", "N"]
            wellKnownScaleSet = "http://www.opengis.net/def/wkss/OGC/1.0/GoogleMapsCompatible"
            origin = [-20_037_508.342_789_2, 20_037_508.342_789_2]
            width = 40_075_016.685_578_5
        case .netherlandsRDNewQuad:
            title = "Amersfoort / RD New, a quad tree for the Netherlands"
            orderedAxes = ["X", "Y"]
            wellKnownScaleSet = "urn:ogc:def:wkss:OGC:1.0:NLDEPSG28992Scale"
            origin = [Double(RDTileGrid.originX) / 1000, Double(RDTileGrid.originY) / 1000]
            width = Double(RDTileGrid.span) / 1000
        }
        tileMatrices = (0...matrixSet.highestZoom).map { zoom in
            let side = 1 << zoom
            let cellSize = width / Double(256 * side)
            return Matrix(
                id: "\(zoom)",
                scaleDenominator: cellSize / TileMatrixSetDocument.pixelMetres,
                cellSize: cellSize,
                pointOfOrigin: origin,
                matrixWidth: side,
                matrixHeight: side
            )
        }
    }
}

extension TileMatrixSet {
    /// In OGC's register; that of the Netherlands is not in it.
    var uri: String? {
        switch self {
        case .webMercatorQuad: "http://www.opengis.net/def/tilematrixset/OGC/1.0/WebMercatorQuad"
        case .netherlandsRDNewQuad: nil
        }
    }

    var crs: String {
        switch self {
        case .webMercatorQuad: "http://www.opengis.net/def/crs/EPSG/0/3857"
        case .netherlandsRDNewQuad: CRSParameter.rdURI
        }
    }
}
