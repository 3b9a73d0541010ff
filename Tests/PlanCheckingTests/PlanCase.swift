import Testing

/// One row of the table: a plan in a changed town, and all findings as `regel:uitkomst` in their order.
struct PlanCase: CustomTestStringConvertible, Sendable {
    let name: String
    let corners: [(Int, Int)]
    var height: Int32 = 8_000
    var eaves: Int32? = 5_000
    var change: @Sendable (inout TestTown) throws -> Void = { _ in }
    let expected: String
    let summary: String

    var testDescription: String { name }
}

/// Inside the bouwvlak, clear of all edges.
let inside = box(10_000, 15_000, 20_000, 25_000)
/// The findings before those on heights for a plan that is clear of everything.
let fits = "perceel:voldoet pand:voldoet bouwvlak:voldoet"

/// A member of the `maatvoering` column.
func measure(_ waarde: String, _ type: String) -> String {
    #"{"waarde":"\#(waarde)","waardeType":"\#(type)"}"#
}
