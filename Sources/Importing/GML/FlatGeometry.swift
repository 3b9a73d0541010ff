import XMLBridge

/// Reads the plainest geometries straight from the nodes of a record: a point, or a polygon of lists of positions. Almost all of
/// a register are such; they need no tree of elements and no texts.
enum FlatGeometry {
    /// The geometry under a property's node; nil when it is another one, or anything about it is unusual: then
    /// ``GMLGeometryReader`` has to look.
    static func read(under property: Int, in batch: borrowing XMLRecordBatch) -> RawGeometry? {
        let position = property + 1
        guard position < batch.nodes.count, batch.nodes[property].end == batch.nodes[position].end,
            batch.namespaces[Int(batch.nodes[position].namespace)].hasPrefix("http://www.opengis.net/gml"),
            let dimension = dimension(of: position, in: batch, inherited: 2)
        else { return nil }
        switch batch.names[Int(batch.nodes[position].name)] {
        case "Point":
            guard let place = positions(under: position, "pos", dimension, in: batch), place.count == 2 else {
                return nil
            }
            return .points(place)
        case "Polygon":
            var rings: [[Double]] = []
            var next = position + 1
            let end = Int(batch.nodes[position].end)
            while next < end {
                let boundary = batch.nodes[next]
                // The exterior comes first, by whichever schema.
                guard batch.names[Int(boundary.name)] == (rings.isEmpty ? "exterior" : "interior"),
                    next + 1 < Int(boundary.end), batch.nodes[next + 1].end == boundary.end,
                    batch.names[Int(batch.nodes[next + 1].name)] == "LinearRing",
                    batch.nodes[next + 1].attributeStart == batch.nodes[next + 1].attributeEnd,
                    let ring = positions(under: next + 1, "posList", dimension, in: batch)
                else { return nil }
                rings.append(ring)
                next = Int(boundary.end)
            }
            return rings.isEmpty ? nil : .polygons([rings])
        default: return nil
        }
    }

    /// The positions in the only child of a node.
    private static func positions(
        under position: Int,
        _ name: String,
        _ inherited: Int,
        in batch: borrowing XMLRecordBatch
    ) -> [Double]? {
        guard Int(batch.nodes[position].end) == position + 2 else { return nil }
        let node = batch.nodes[position + 1]
        guard batch.names[Int(node.name)] == name,
            let dimension = dimension(of: position + 1, in: batch, inherited: inherited)
        else { return nil }
        var coordinates: [Double] = []
        let text = batch.text.span.extracting(Int(node.textStart)..<Int(node.textEnd))
        do throws(GMLGeometryProblem) {
            try GMLCoordinates.parse(text, dimension: dimension, line: 0, into: &coordinates)
        } catch {
            return nil
        }
        return coordinates.isEmpty ? nil : coordinates
    }

    /// How many numbers a position takes at a node; nil when it is not in RD New as almost all write it.
    private static func dimension(of position: Int, in batch: borrowing XMLRecordBatch, inherited: Int) -> Int? {
        var dimension = inherited
        let node = batch.nodes[position]
        for place in Int(node.attributeStart)..<Int(node.attributeEnd) {
            let attribute = batch.attributes[place]
            if attribute.namespace != 0 { continue }
            let value = Int(attribute.valueStart)..<Int(attribute.valueEnd)
            switch batch.names[Int(attribute.name)] {
            case "srsName":
                guard batch.text[value].elementsEqual(rdNew) else { return nil }
            case "srsDimension":
                guard value.count == 1 else { return nil }
                switch batch.text[value.lowerBound] {
                case UInt8(ascii: "2"): dimension = 2
                case UInt8(ascii: "3"): dimension = 3
                default: return nil
                }
            default: continue
            }
        }
        return dimension
    }

    private static let rdNew = Array("urn:ogc:def:crs:EPSG::28992".utf8)
}

extension GMLGeometryReader {
    /// The geometry under the node of a property.
    func read(under property: Int, in batch: borrowing XMLRecordBatch) throws(GMLGeometryProblem) -> RawGeometry {
        if let flat = FlatGeometry.read(under: property, in: batch) { return flat }
        return try readProperties([batch.element(at: property)])
    }
}
