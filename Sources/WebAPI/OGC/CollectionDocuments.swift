import FeatureFilters
import FeatureLayers

/// A collection as OGC API Features part 1 (7.14) and part 2 (6.2) describe it.
struct CollectionDocument: Encodable {
    struct Extent: Encodable {
        struct Spatial: Encodable {
            let bbox: [[Double]]
            let crs = ReferenceSystem.crs84.uri
        }

        let spatial: Spatial
    }

    let id: String
    let title: String
    let description: String
    let extent: Extent?
    let itemType = "feature"
    let crs: [String]
    let storageCrs = ReferenceSystem.rd.uri
    let links: [OGCLink]

    init(_ info: FeatureCollectionInfo, _ address: OGCAddress, _ further: [OGCLink]) {
        id = info.layer.name
        title = info.title
        description = info.description
        extent = info.extent.map { Extent(spatial: Extent.Spatial(bbox: [$0])) }
        crs = ReferenceSystem.allCases.map(\.uri)
        links = further + CollectionDocument.links(info, address)
    }

    /// Links from a collection to what belongs to it.
    static func links(_ info: FeatureCollectionInfo, _ address: OGCAddress) -> [OGCLink] {
        let id = info.layer.name
        let items = address.below("collections", id, "items")
        return OGCFormat.allCases.map { format in
            OGCLink(
                href: "\(items)?f=\(format.rawValue)",
                rel: "items",
                type: format.mediaType(ofFeatures: true),
                title: "\(info.title) (\(format.title))"
            )
        } + [
            OGCLink(
                href: address.below("collections", id, "queryables"),
                rel: "http://www.opengis.net/def/rel/ogc/1.0/queryables",
                type: "application/schema+json",
                title: "Properties for filters"
            )
        ] + (info.hasTiles ? [TilesetRoutes.collectionLink(id, address)] : [])
    }
}

/// All collections.
struct CollectionsDocument: Encodable {
    let links: [OGCLink]
    let crs: [String]
    let collections: [CollectionDocument]
}

/// The properties of a collection that filters may use (OGC API Features part 3, 6.2), as JSON Schema.
struct QueryablesDocument: Encodable {
    struct Property: Encodable {
        let title: String
        let type: String?
        let format: String?
        let role: String?

        enum CodingKeys: String, CodingKey {
            case title, type, format
            case role = "x-ogc-role"
        }
    }

    let schema = "https://json-schema.org/draft/2020-12/schema"
    let id: String
    let type = "object"
    let title: String
    let properties: [String: Property]
    let additionalProperties = false

    enum CodingKeys: String, CodingKey {
        case type, title, properties, additionalProperties
        case schema = "$schema"
        case id = "$id"
    }

    init(_ info: FeatureCollectionInfo, id: String) {
        self.id = id
        title = info.title
        var properties: [String: Property] = [:]
        for name in info.properties.names {
            let (type, format): (String, String?) =
                switch info.properties.type(of: name) {
                case .integer: ("integer", nil)
                case .real: ("number", nil)
                case .date: ("string", "date")
                case .text, nil: ("string", nil)
                }
            properties[name] = Property(title: name, type: type, format: format, role: name == "id" ? "id" : nil)
        }
        if !info.layer.isPlaceless {
            properties[LayerProperties.geometryName] = Property(
                title: LayerProperties.geometryName,
                type: nil,
                format: "geometry-any",
                role: "primary-geometry"
            )
        }
        self.properties = properties
    }
}
