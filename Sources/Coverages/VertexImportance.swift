/// The importance of a vertex: the simplification tolerance in whole millimetres at which it may go.
///
/// A drawing at tolerance t keeps the vertices with an importance of at least t. Along an arc these are the vertices that
/// Douglas and Peucker's method keeps when it divides wherever the farthest vertex is t or more away ("Algorithms for the
/// reduction of the number of points…", Cartographica 1973), and those that keep arcs from crossing.
public enum VertexImportance {
    /// Never goes: an end of an arc or line, or an anchor of a ring.
    public static let always = UInt16.max

    /// The positions in a ring or line of the vertices to keep at a tolerance in millimetres; 0 keeps all.
    ///
    /// With fewer than three left a ring has no area at this tolerance and can be left out.
    public static func kept(_ importances: ArraySlice<UInt16>, tolerance: UInt16) -> [Int] {
        var kept: [Int] = []
        for (position, importance) in importances.enumerated() where importance >= tolerance { kept.append(position) }
        return kept
    }
}
