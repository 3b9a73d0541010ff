import XMLBridge

/// Names shared by all that read GML.
enum GML {
    static let xlink = "http://www.w3.org/1999/xlink"

    /// GML 3.1.1 is `http://www.opengis.net/gml`, GML 3.2 adds `/3.2`.
    static func isGML(_ element: XMLElement) -> Bool {
        element.namespace == "http://www.opengis.net/gml/3.2" || element.namespace == "http://www.opengis.net/gml"
    }

    /// The identifier of an object: `gml:id` of any GML version.
    static func identifier(of element: XMLElement) -> String? {
        element.attributes.first {
            $0.name == "id" && $0.namespace?.hasPrefix("http://www.opengis.net/gml") == true
        }?.value
    }

    /// Whether an srsName means RD New in any spelling: URN, HTTP URI, `EPSG:28992`, `…epsg.xml#28992`.
    static func isRDNew(_ srsName: String) -> Bool {
        if srsName == "urn:ogc:def:crs:EPSG::28992" { return true }
        let trimmed = srsName.split(whereSeparator: \.isWhitespace).joined()
        return trimmed.split(whereSeparator: { ":/#".contains($0) }).last == "28992"
    }
}
