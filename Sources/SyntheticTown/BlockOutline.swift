/// The four sides of a block as chains of base vertices, seen by someone who stands in the block with `front` below:
///
///         back[0] ───────► back[n]
///           ▲                 ▲
///     start │                 │ finish
///           │                 │
///        front[0] ──────► front[n]
struct BlockOutline {
    var front: [Int32]
    var back: [Int32]
    var start: [Int32]
    var finish: [Int32]
    /// The streets along front and back.
    var frontStreet: Int
    var backStreet: Int

    /// The same block seen from its other side.
    var turned: BlockOutline {
        BlockOutline(
            front: back.reversed(),
            back: front.reversed(),
            start: finish.reversed(),
            finish: start.reversed(),
            frontStreet: backStreet,
            backStreet: frontStreet
        )
    }
}

/// The vertices at one corner of a cell: one where the side along the row street ends, one where the side along the
/// column street ends, and between them the middle of an arc. At a sharp corner all are one vertex.
struct CornerVertices {
    var onRow: Int32
    var onColumn: Int32
    var arcMiddle: Int32?

    /// From the row side to the column side.
    var fromRow: [Int32] { [onRow] + (arcMiddle.map { [$0] } ?? []) + [onColumn] }
    var fromColumn: [Int32] { fromRow.reversed() }
}
