import FeatureLayers
import Synchronization

/// What the status of a pand or verblijfsobject in the BAG says of its being there (Catalogus BAG 2018, 7.2 and 7.3).
public enum BuildingStatus {
    /// The layers whose features have such a status.
    public static let layers = ["pand", "verblijfsobject", "pandgeschiedenis", "verblijfsobjectgeschiedenis"]

    /// Whether something with this status stands, is being built or may be: torn down, withdrawn, never built or registered
    /// by mistake it stays in the register, but not on the ground.
    public static func isPresent(_ status: String?) -> Bool {
        guard let status = status?.lowercased() else { return true }
        return !["gesloopt", "niet gerealiseerd", "ten onrechte", "ingetrokken"].contains { status.contains($0) }
    }
}

/// What each status of a segment says, worked out once when it is first asked: a register has a dozen different ones.
final class BuildingPresence: Sendable {
    private let segment: Segment
    private let table = AtomicLazyReference<PresenceTable>()

    init(_ segment: Segment) {
        self.segment = segment
    }

    func isPresent(_ feature: Int) -> Bool {
        let table = table.load() ?? self.table.storeIfNil(PresenceTable(segment))
        guard let column = table.column, let code = segment.textCode(feature, column: column),
            code < table.isPresent.count
        else { return true }
        return table.isPresent[Int(code)]
    }
}

/// Whether something with a status is there, by the status's position in the segment's dictionary.
private final class PresenceTable: Sendable {
    /// Nil when the segment has no statuses.
    let column: Int?
    let isPresent: [Bool]

    init(_ segment: Segment) {
        column = segment.column(named: "status")
        isPresent =
            column.map { column in
                (0..<segment.textCount(column: column)).map {
                    BuildingStatus.isPresent(segment.text(code: UInt32($0), column: column))
                }
            } ?? []
    }
}
