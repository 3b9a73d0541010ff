import FeatureFilters
import FeatureLayers
import FileBridge
import Foundation
import GEOSBridge
import GeoValues
import Testing

private let columns = [
    ColumnDefinition(name: "nummer", type: .integer), ColumnDefinition(name: "soort", type: .text),
    ColumnDefinition(name: "maat", type: .real), ColumnDefinition(name: "datum", type: .date),
]

/// Squares, lines, points and features without a place on a square kilometre; every value is missing now and then.
private func records(_ count: Int, _ random: inout SeededGenerator) -> [FeatureRecord] {
    (0..<count).map { number in
        func coordinate(_ base: Int32) -> Int32 { base + 50_000 * Int32.random(in: 0...20, using: &random) }
        let corner = RDPoint(x: coordinate(100_000_000), y: coordinate(400_000_000))
        let size = Int32.random(in: 1...3, using: &random) * 50_000
        func at(_ x: Int32, _ y: Int32) -> RDPoint { RDPoint(x: corner.x + x, y: corner.y + y) }
        let square = RDRing([corner, at(size, 0), at(size, size), at(0, size)])
        let geometry: RDGeometry =
            switch number % 5 {
            case 0: .points([corner])
            case 1: .lines([[corner, at(size, size)], [at(0, size), at(size, size)]])
            case 2: number % 3 == 0 ? .none : .points([corner, at(size, 0)])
            default: .polygons([square].compactMap { $0 }.map { RDPolygon(exterior: $0) })
            }
        func sometimes(_ value: ColumnValue) -> ColumnValue {
            Int.random(in: 0..<5, using: &random) == 0 ? .null : value
        }
        return FeatureRecord(
            identifier: "id\(number)",
            name: number % 7 == 0 ? nil : "Naam \(number % 13)",
            values: [
                sometimes(.integer(Int64(number))), sometimes(.text("é\(number % 4)")),
                sometimes(.real(Double(number) / 4)), sometimes(.date(Int32(number * 3))),
            ],
            geometry: geometry,
            validFrom: number % 4 == 0 ? Int32(number) : nil
        )
    }
}

private func segment(_ records: [FeatureRecord]) throws -> Segment {
    var builder = SegmentBuilder(columns: columns)
    for record in records { builder.append(record) }
    let encoded = try builder.encoded { $0.map { MercatorPoint(x: UInt32($0.x), y: UInt32($0.y)) } }
    let path = FileManager.default.temporaryDirectory.appendingPathComponent("stip-\(UUID().uuidString)").path
    try AtomicFile.write(encoded.bytes, to: path)
    return try Segment(path: path)
}

/// Filters that are written in RD metres.
private let rdPlacement = FilterPlacement(
    name: "RD",
    low: FilterPosition(-7_000, 289_000),
    high: FilterPosition(300_000, 629_000),
    isPlanarRD: true,
    place: { RDPoint(xMetres: $0.first, yMetres: $0.second) }
)

private func passing(_ text: String, _ segment: Segment) throws -> [String] {
    let filter = try FeatureFilter(
        FilterExpression(text),
        LayerProperties(Layer(name: "test", segments: [segment])),
        rdPlacement
    )
    var features = (0..<UInt32(segment.featureCount)).map { $0 }
    var work = SegmentFilter(filter, segment)
    try work.keepPassing(&features)
    return features.map { segment.identifier(Int($0)) }.sorted()
}

@Suite struct SegmentFilterTests {
    @Test("Conditions pass the features that an evaluation record by record finds")
    func attributes() throws {
        let seed = UInt64.random(in: 0...UInt64.max)
        var random = SeededGenerator(seed: seed)
        let records = records(150, &random)
        let segment = try segment(records)
        func expect(_ text: String, _ passes: (FeatureRecord) -> Bool) throws {
            #expect(
                try passing(text, segment) == records.filter(passes).map(\.identifier).sorted(),
                "\(text), seed \(seed)"
            )
        }
        func number(_ record: FeatureRecord) -> Int64? {
            if case .integer(let value) = record.values[0] { value } else { nil }
        }
        func real(_ record: FeatureRecord) -> Double? {
            if case .real(let value) = record.values[2] { value } else { nil }
        }
        func kind(_ record: FeatureRecord) -> String? {
            if case .text(let value) = record.values[1] { value } else { nil }
        }
        func day(_ record: FeatureRecord) -> Int32? {
            if case .date(let value) = record.values[3] { value } else { nil }
        }
        try expect("nummer < 20.5") { (number($0) ?? 999) <= 20 }
        try expect("nummer >= 19.5 AND nummer < 21") { number($0) == 20 }
        try expect("nummer = 20.5") { _ in false }
        try expect("nummer <> 20.5") { number($0) != nil }
        try expect("NOT nummer BETWEEN 10 AND 140") { number($0).map { $0 < 10 || $0 > 140 } ?? false }
        try expect("maat IN (1, 2.25, 3)") { [1, 2.25, 3].contains(real($0) ?? -1) }
        try expect("soort = 'é1' OR naam IS NULL") { kind($0) == "é1" || $0.name == nil }
        try expect("NOT soort IN ('é1', 'é2')") { kind($0).map { !["é1", "é2"].contains($0) } ?? false }
        try expect("soort > 'é1'") { (kind($0) ?? "") > "é1" }
        try expect("naam LIKE 'naam 1%'") { _ in false }
        try expect("CASEI(naam) LIKE CASEI('NAAM 1_')") { ["Naam 10", "Naam 11", "Naam 12"].contains($0.name) }
        try expect("datum >= DATE('1970-02-01') AND datum < TIMESTAMP('1970-03-01T00:00:01Z')") {
            day($0).map { $0 >= 31 && $0 <= 59 } ?? false
        }
        try expect("geldig_van > DATE('1970-01-09')") { ($0.validFrom ?? 0) > 8 }
        try expect("id IN ('id3', 'id5', 'id999') AND TRUE") { ["id3", "id5"].contains($0.identifier) }
        try expect("geometrie IS NULL") { $0.geometry == .none }
        // Unknown stays unknown under NOT and beside OR; FALSE settles AND.
        try expect("NOT (nummer > 10 AND maat > 1)") {
            switch (number($0).map { $0 > 10 }, real($0).map { $0 > 1 }) {
            case (false, _), (_, false): true
            default: false
            }
        }
    }

    @Test("Spatial conditions answer as GEOS does, also on shared edges and corners")
    func places() throws {
        let seed = UInt64.random(in: 0...UInt64.max)
        var random = SeededGenerator(seed: seed)
        let segment = try segment(records(300, &random))
        for _ in 0..<60 {
            let x = 100_000 + 50 * Int.random(in: 0...20, using: &random)
            let y = 400_000 + 50 * Int.random(in: 0...20, using: &random)
            let width = 50 * Int.random(in: 1...8, using: &random)
            let (east, north) = (x + width, y + width)
            let hole = "(\(x + 20) \(y + 10),\(x + 40) \(y + 10),\(x + 40) \(y + 15),\(x + 20) \(y + 10))"
            let shapes = [
                "BBOX(\(x),\(y),\(east),\(north))",
                "POLYGON((\(x) \(y),\(east) \(y),\(east) \(north),\(x) \(y)),\(hole))",
                "POINT(\(x) \(y))", "LINESTRING(\(x) \(y),\(east) \(north))",
                "POLYGON((\(x) \(y),\(east) \(y + 50),\(x + 50) \(north),\(x) \(y)))",
            ]
            for shape in shapes where width >= 100 || !shape.hasPrefix("POLYGON") {
                for relation in [SpatialRelation.intersects, .within] {
                    let text = "\(relation.rawValue)(geometrie, \(shape))"
                    let features = 0..<segment.featureCount
                    let answers = try Overlay.areRelated(
                        features.map { segment.geometry($0) },
                        relation == .intersects ? .intersects : .within,
                        to: geometry(shape)
                    )
                    let expected = features.filter { answers[$0] }.map { segment.identifier($0) }.sorted()
                    #expect(try passing(text, segment) == expected, "\(text), seed \(seed)")
                }
            }
        }
    }

    /// Reads the whole metres of well-known text.
    private func geometry(_ text: String) -> RDGeometry {
        func numbers(_ text: Substring) -> [Int32] {
            text.split { !($0.isNumber) }.compactMap { Int32($0).map { $0 * 1000 } }
        }
        func points(_ text: Substring) -> [RDPoint] {
            let values = numbers(text)
            return stride(from: 0, to: values.count - 1, by: 2).map { RDPoint(x: values[$0], y: values[$0 + 1]) }
        }
        let whole = text[...]
        if text.hasPrefix("POINT") { return .points(points(whole)) }
        if text.hasPrefix("LINE") { return .lines([points(whole)]) }
        if text.hasPrefix("BBOX") {
            let v = numbers(whole)
            let corners = [(v[0], v[1]), (v[2], v[1]), (v[2], v[3]), (v[0], v[3])].map { RDPoint(x: $0.0, y: $0.1) }
            return .polygons([RDRing(corners)].compactMap { $0 }.map { RDPolygon(exterior: $0) })
        }
        let rings = text.split(separator: "),(").compactMap { RDRing(points($0)) }
        return .polygons([RDPolygon(exterior: rings[0], holes: Array(rings.dropFirst()))])
    }

    @Test("A pattern matches what a plain search letter by letter finds")
    func patterns() throws {
        let seed = UInt64.random(in: 0...UInt64.max)
        var random = SeededGenerator(seed: seed)
        func search(_ text: ArraySlice<Character>, _ pattern: ArraySlice<Character>) -> Bool {
            guard let first = pattern.first else { return text.isEmpty }
            if first == "%" {
                return (text.startIndex...text.endIndex).contains { search(text[$0...], pattern.dropFirst()) }
            }
            guard let letter = text.first else { return false }
            if first == "\\", let escaped = pattern.dropFirst().first {
                return letter == escaped && search(text.dropFirst(), pattern.dropFirst(2))
            }
            return (first == "_" || first == letter) && search(text.dropFirst(), pattern.dropFirst())
        }
        var letters = random
        func word(_ alphabet: String, _ most: Int) -> String {
            String(
                (0..<Int.random(in: 0...most, using: &letters)).map { _ in
                    alphabet.randomElement(using: &letters) ?? "a"
                }
            )
        }
        var builder = SegmentBuilder(columns: [ColumnDefinition(name: "t", type: .text)])
        let texts = (0..<200).map { _ in word("abé%_\\", 7) }
        for (number, text) in texts.enumerated() {
            builder.append(FeatureRecord(identifier: "\(number)", name: nil, values: [.text(text)], geometry: .none))
        }
        let encoded = try builder.encoded { $0.map { _ in MercatorPoint(x: 0, y: 0) } }
        let path = FileManager.default.temporaryDirectory.appendingPathComponent("stip-\(UUID().uuidString)").path
        try AtomicFile.write(encoded.bytes, to: path)
        let segment = try Segment(path: path)
        for _ in 0..<300 {
            let pattern = word("abé%_%_", 6) + (Bool.random(using: &random) ? "\\%" : "")
            let expected = texts.indices.filter { search(Array(texts[$0])[...], Array(pattern)[...]) }.map(String.init)
            #expect(try passing("t LIKE '\(pattern)'", segment) == expected.sorted(), "\(pattern), seed \(seed)")
        }
    }
}
