import Foundation
import GDALBridge
import GeoValues
public import PROJBridge

/// Reads JSON-FG (OGC Features and Geometries JSON, OGC 21-045): GeoJSON whose `place` may lie in RD New, with `time`,
/// `featureType` and `coordRefSys`. Memory is bounded by the largest feature.
///
/// `place` stands over `geometry`. The layer is that of the feature type, else of the file's name.
public final class JSONFGReader: FeatureReader {
    private let document: DeliveredDocument
    private let context: TableContext
    private let json: JSONReader
    private var collection: Collection
    private var isAtFirst = true
    private var single: JSONValue?
    private var isFinished = false
    private var count: Int64 = 0
    /// How rows with the properties of the feature before are read; most features have the same.
    private var table = ""
    private var columns: [String] = []
    private var reading: TableReading?
    /// All tables and columns that came by, to check a mapping with.
    private var seen: [String: Set<String>] = [:]

    /// What the root object says of all features.
    private struct Collection {
        var system: String?
        var featureType: String?

        mutating func take(_ name: String, _ value: JSONValue) {
            if name == "coordRefSys" { system = JSONFGReader.system(value) }
            if name == "featureType" { featureType = value.text ?? value.elements?.first?.text }
        }
    }

    init(_ document: DeliveredDocument, context: TableContext) throws {
        self.document = document
        self.context = context
        collection = try Self.collection(document)
        json = try JSONReader(document)
        try json.begin(UInt8(ascii: "{"))
        var isFirst = true
        var members: [JSONValue.Member] = []
        while let name = try json.nextMember(isFirst: isFirst) {
            isFirst = false
            if name == "features", try json.beginning() == UInt8(ascii: "[") {
                try json.begin(UInt8(ascii: "["))
                return
            }
            members.append(JSONValue.Member(name: name, value: try json.value()))
        }
        try json.end()
        isFinished = true
        single = .object(members)
        guard single?["type"]?.text == "Feature" else {
            throw DeliveryProblem.noRecords(path: document.path, expected: "features")
        }
    }

    /// A file on disk, plain or compressed with gzip.
    public convenience init(path: String, mapping: TableMapping?, transformer: CoordinateTransformer) throws {
        try self.init(
            DeliveredDocument(path: path),
            context: TableContext(transformer: transformer, mapping: mapping)
        )
    }

    /// The members of the root that tell of all features may stand behind these.
    private static func collection(_ document: DeliveredDocument) throws -> Collection {
        var collection = Collection()
        let json = try JSONReader(document)
        try json.object { name throws(DeliveryProblem) in
            if name == "coordRefSys" || name == "featureType" {
                collection.take(name, try json.value())
            } else {
                try json.skip()
            }
        }
        return collection
    }

    public func next() throws -> SourceFeature? {
        if let feature = single {
            single = nil
            let only = try self.feature(feature)
            try checkMapping()
            return only
        }
        if isFinished { return nil }
        guard try json.nextElement(isFirst: isAtFirst) else {
            // What stands behind the features was read already; here it shows whether the document is whole.
            while try json.nextMember(isFirst: false) != nil { try json.skip() }
            try json.end()
            isFinished = true
            try checkMapping()
            return nil
        }
        isAtFirst = false
        return try feature(json.value())
    }

    private func checkMapping() throws {
        guard let mapping = context.mapping else { return }
        try mapping.check(seen.keys.sorted(), path: document.path)
        for (name, found) in seen.sorted(by: { $0.key < $1.key }) {
            guard let table = mapping.table(named: name) else { continue }
            if let missing = table.columns.first(where: { !found.contains($0.lowercased()) }) {
                throw table.unknownColumn(missing, found: found.sorted())
            }
        }
    }

    private func feature(_ value: JSONValue) throws -> SourceFeature {
        count += 1
        let place = "feature \(count)"
        let type = value["featureType"]?.text ?? value["featureType"]?.elements?.first?.text ?? collection.featureType
        let name = type ?? (document.name as NSString).deletingPathExtension
        var values: [GDALValue] = []
        var names: [String] = []
        let identifier = value["id"].map(Self.value) ?? .null
        let members = value["properties"]?.members ?? []
        // An identifier of the feature stands over a property of that name.
        for member in [JSONValue.Member(name: "id", value: .null)] + members.filter({ $0.name.lowercased() != "id" }) {
            names.append(member.name)
            values.append(names.count == 1 ? identifier : Self.value(member.value))
        }
        if identifier == .null, let own = members.first(where: { $0.name.lowercased() == "id" }) {
            values[0] = Self.value(own.value)
        }
        let reading = try self.reading(of: name, names)
        var feature = reading.feature(values, geometry: .none, number: count, place: place)
        if value["type"]?.text != "Feature" {
            feature.problem = "It is \(value["type"]?.kind ?? "of no type") and no Feature."
        } else {
            take(placeOf: value, reading: reading, into: &feature)
            takeTime(value["time"] ?? .null, into: &feature)
        }
        return feature
    }

    private func reading(of table: String, _ columns: [String]) throws -> TableReading {
        if let reading, table == self.table, columns == self.columns { return reading }
        let reading = try context.reading(table: table, columns: columns, conversion: .none, isPartial: true)
        seen[table, default: []].formUnion(columns.map { $0.lowercased() })
        (self.reading, self.table, self.columns) = (reading, table, columns)
        return reading
    }

    // MARK: Place and time

    private func take(placeOf value: JSONValue, reading: TableReading, into feature: inout SourceFeature) {
        guard case .geometry = reading.columns.place else { return }
        let own = value["place"] ?? .null
        let hasPlace = own != .null
        let geometry = hasPlace ? own : value["geometry"] ?? .null
        let system = Self.system(own["coordRefSys"] ?? value["coordRefSys"] ?? .null) ?? collection.system
        // Without a system, and in `geometry` always, positions are CRS84 (clause "Coordinate reference systems").
        let named = hasPlace ? system ?? "CRS84" : "CRS84"
        guard let conversion = CRSConversion(named: named) else {
            feature.problem =
                "Its coordinate system is \(named); Stip reads EPSG:28992 (RD New), 7415, 4258, 4326, CRS84 and 3857."
            return
        }
        let isNorthFirst = CRSConversion.writesNorthFirst(named)
        var reader = JSONGeometry { [transformer = context.transformer] first, second in
            try conversion.converted(
                x: isNorthFirst ? second : first,
                y: isNorthFirst ? first : second,
                transformer
            )
        }
        do {
            feature.geometry = try reader.read(geometry)
        } catch {
            let finding = CRSConversion.finding(error)
            feature.problem = finding.detail
            feature.problemCode = finding.code
        }
    }

    /// An interval says from when until when the feature holds, both days included; an instant is an attribute.
    private func takeTime(_ time: JSONValue, into feature: inout SourceFeature) {
        if let instant = time["date"]?.text ?? time["timestamp"]?.text {
            feature.attributes.append(("time", .text(instant)))
        }
        guard let interval = time["interval"]?.elements else { return }
        guard interval.count == 2, let begin = interval[0].text, let end = interval[1].text else {
            feature.problem = feature.problem ?? "Its time interval is no list of two texts: \(time.json.prefix(60))"
            return
        }
        func day(_ text: String) -> Int32? {
            if text == ".." || text.isEmpty { return nil }
            if let day = CalendarDay.day(text) { return day }
            feature.problem = feature.problem ?? "'\(text)' in its time interval is not a date."
            return nil
        }
        feature.validFrom = day(begin) ?? feature.validFrom
        if let last = day(end) {
            feature.validUntil = last + 1
            feature.isHistoric = feature.isHistoric || last < Int32(Date().timeIntervalSince1970 / 86_400)
        }
    }

    /// A reference system is a URI or a safe CURIE, an object with one in `href`, or a list, whose first is horizontal.
    private static func system(_ value: JSONValue) -> String? {
        value.text ?? value["href"]?.text ?? value.elements?.first.flatMap { $0.text ?? $0["href"]?.text }
    }

    private static func value(_ value: JSONValue) -> GDALValue {
        switch value {
        case .null: return .null
        case .bool(let value): return .integer(value ? 1 : 0)
        case .number(let digits):
            return Int64(digits).map { .integer($0) } ?? value.double.map { .real($0) } ?? .text(digits)
        case .text(let text):
            return text.utf8.count == 10 ? CalendarDay.day(text).map { .date($0) } ?? .text(text) : .text(text)
        case .array, .object: return .text(value.json)
        }
    }
}
