/// A row of plots along one side of a block.
///
///        mid     M0 ── M1 ─── M2
///                │      │      │      paths: from the front to the middle of the block;
///        strip   F0 ── F1 ─── F2      where there is a front garden, `strip` is the place of F in each path
///                │      │      │
///        front   A0 ── A1 ─── A2
struct PlotRow {
    var front: [Int32]
    /// Where the dividing lines start: places in `front`, first and last included.
    var breaks: [Int]
    /// The far side, in the same direction as the front.
    var mid: [Int32]
    var midBreaks: [Int]
    var paths: [[Int32]]
    /// Place of the strip's vertex in each path; 0 without a strip.
    var strip: [Int]
    var street: Int
    /// Whether houses on this side have odd numbers.
    var isOdd: Bool

    var plotCount: Int { breaks.count - 1 }
}

/// The shape of one plot as a place to build: distances to the left and right side in shares of its width (u), distances
/// from the street in millimetres (d).
struct Plot {
    var left: Vector
    var right: Vector
    private var leftDirection: Vector
    private var rightDirection: Vector
    /// How far from the street building is possible, in millimetres.
    let depth: Double

    init(left: Vector, leftEnd: Vector, right: Vector, rightEnd: Vector, hasJaggedBack: Bool) {
        self.left = left
        self.right = right
        leftDirection = (leftEnd - left).unit
        rightDirection = (rightEnd - right).unit
        // The back line may come forward between the two ends (see the jags of `plotRows`).
        depth = min((leftEnd - left).length, (rightEnd - right).length) - (hasJaggedBack ? 3_400 : 400)
    }

    /// Width at the street in millimetres.
    var width: Double { (right - left).length }

    /// The place at share `u` of the width and `d` millimetres from the street. At u = 0 and u = 1 neighbours compute
    /// the same place to the last bit, so that party walls share their vertices.
    func at(_ u: Double, _ d: Double) -> Vector {
        if u <= 0 { return left + leftDirection * d }
        if u >= 1 { return right + rightDirection * d }
        return (left + leftDirection * d).mixed(with: right + rightDirection * d, u)
    }

    /// How much further from the street a place lies for every millimetre that it lies further inward from a side line.
    func skew(atLeft: Bool) -> Double {
        let along = atLeft ? leftDirection : rightDirection
        let front = (right - left).unit
        return abs(front.x * along.x + front.y * along.y) * 1.1
    }

    /// A rectangle along one of the side lines, `gap` from it, that ends before `far` millimetres from the street.
    func rectangle(atLeft: Bool, gap: Double, far: Double, length: Double, width: Double) -> [Vector] {
        let along = atLeft ? leftDirection : rightDirection
        let inward = atLeft ? Vector(along.y, -along.x) : Vector(-along.y, along.x)
        // Where plots are askew, the far corner must not cross the back line.
        let end = (atLeft ? left : right) + along * (far - width * skew(atLeft: atLeft)) + inward * gap
        let start = end - along * length
        let ring = [start, start + inward * width, end + inward * width, end]
        return atLeft ? ring : ring.reversed()
    }
}

extension TownMesh {
    /// Cuts a block into two rows of plots, back to back on a jagged line.
    ///
    /// - Parameters:
    ///   - frontCuts, backCuts: where plots meet, in millimetres along `outline.front` and `outline.back`, ascending.
    ///   - strip: the depth of the front gardens, or nil.
    mutating func plotRows(
        _ outline: BlockOutline,
        frontCuts: [Double],
        backCuts: [Double],
        strip: Double?,
        generator: inout SplitMix64
    ) -> (PlotRow, PlotRow) {
        let frontVertices = cut(outline.front, at: frontCuts)
        let backVertices = cut(outline.back, at: backCuts)
        let (frontLength, backLength) = (length(of: outline.front), length(of: outline.back))
        let share = Double(generator.within(46...54)) / 100
        let startMid = insertVertex(along: outline.start, at: length(of: outline.start) * share)
        let finishMid = insertVertex(along: outline.finish, at: length(of: outline.finish) * share)
        var startStrips = (startMid, startMid)
        var finishStrips = (finishMid, finishMid)
        if let strip {
            startStrips.0 = insertVertex(along: outline.start, at: strip)
            startStrips.1 = insertVertex(along: outline.start, at: length(of: outline.start) - strip)
            finishStrips.0 = insertVertex(along: outline.finish, at: strip)
            finishStrips.1 = insertVertex(along: outline.finish, at: length(of: outline.finish) - strip)
        }

        // The middle line meets every dividing line of both rows, in order along the block.
        var meetings: [(share: Double, isFront: Bool, place: Int)] = []
        for place in 1..<frontVertices.count - 1 {
            meetings.append((frontVertices[place].distance / frontLength, true, place))
        }
        for place in 1..<backVertices.count - 1 {
            meetings.append((backVertices[place].distance / backLength, false, place))
        }
        meetings.sort { ($0.share, $0.isFront ? 0 : 1) < ($1.share, $1.isFront ? 0 : 1) }
        var mid = [startMid]
        var frontMids = [0]
        var backMids = [0]
        var previous = (share: 0.0, isFront: true)
        for meeting in meetings {
            let isClose = (meeting.share - previous.share) * frontLength < 900 && meeting.isFront != previous.isFront
            if !isClose || mid.count == 1 {
                let near =
                    meeting.isFront
                    ? position(frontVertices[meeting.place].vertex)
                    : position(along: outline.front, at: meeting.share * frontLength)
                let far =
                    meeting.isFront
                    ? position(along: outline.back, at: meeting.share * backLength)
                    : position(backVertices[meeting.place].vertex)
                let jag = Double(generator.within(-2...2)) / 100
                mid.append(addVertex(near.mixed(with: far, share + jag)))
                previous = (meeting.share, meeting.isFront)
            }
            if meeting.isFront { frontMids.append(mid.count - 1) } else { backMids.append(mid.count - 1) }
        }
        mid.append(finishMid)
        frontMids.append(mid.count - 1)
        backMids.append(mid.count - 1)

        let near = row(
            outline,
            vertices: frontVertices.map(\.vertex),
            mid: mid,
            midBreaks: frontMids,
            strip: strip,
            ends: (startStrips.0, finishStrips.0),
            isOdd: true
        )
        let far = row(
            outline.turned,
            vertices: backVertices.reversed().map(\.vertex),
            mid: mid.reversed(),
            midBreaks: backMids.reversed().map { mid.count - 1 - $0 },
            strip: strip,
            ends: (finishStrips.1, startStrips.1),
            isOdd: false
        )
        return (near, far)
    }

    /// Cuts a block into plots that reach from its front to its back.
    mutating func throughRow(_ outline: BlockOutline, cuts: [Double], strip: Double?) -> PlotRow {
        let frontVertices = cut(outline.front, at: cuts)
        let (frontLength, backLength) = (length(of: outline.front), length(of: outline.back))
        var ends: (Int32, Int32) = (outline.start[0], outline.finish[0])
        if let strip {
            ends = (insertVertex(along: outline.start, at: strip), insertVertex(along: outline.finish, at: strip))
        }
        var backVertices = [outline.back[0]]
        for vertex in frontVertices.dropFirst().dropLast() {
            backVertices.append(insertVertex(along: outline.back, at: vertex.distance / frontLength * backLength))
        }
        backVertices.append(outline.back[outline.back.count - 1])
        let mid = expanded(outline.back)
        var midBreaks: [Int] = []
        for vertex in backVertices {
            midBreaks.append(mid[(midBreaks.last ?? 0)...].firstIndex(of: vertex) ?? 0)
        }
        return row(
            outline,
            vertices: frontVertices.map(\.vertex),
            mid: mid,
            midBreaks: midBreaks,
            strip: strip,
            ends: ends,
            isOdd: true
        )
    }

    private mutating func row(
        _ outline: BlockOutline,
        vertices: [Int32],
        mid: [Int32],
        midBreaks: [Int],
        strip: Double?,
        ends: (start: Int32, finish: Int32),
        isOdd: Bool
    ) -> PlotRow {
        let front = expanded(outline.front)
        var breaks: [Int] = []
        var paths: [[Int32]] = []
        var strips: [Int] = []
        for (place, vertex) in vertices.enumerated() {
            breaks.append(front[(breaks.last ?? 0)...].firstIndex(of: vertex) ?? 0)
            let middle = mid[midBreaks[place]]
            if place == 0 || place == vertices.count - 1 {
                let side = expanded(place == 0 ? outline.start : outline.finish)
                let path = Array(side[...(side.firstIndex(of: middle) ?? side.count - 1)])
                paths.append(path)
                strips.append(strip == nil ? 0 : path.firstIndex(of: place == 0 ? ends.start : ends.finish) ?? 0)
            } else if let strip {
                let begin = position(vertex)
                paths.append([vertex, addVertex(begin + (position(middle) - begin).unit * strip), middle])
                strips.append(1)
            } else {
                paths.append([vertex, middle])
                strips.append(0)
            }
        }
        return PlotRow(
            front: front,
            breaks: breaks,
            mid: mid,
            midBreaks: midBreaks,
            paths: paths,
            strip: strips,
            street: outline.frontStreet,
            isOdd: isOdd
        )
    }

    /// Puts vertices into a chain and returns them with its two ends, each once, with their distances.
    private mutating func cut(_ chain: [Int32], at cuts: [Double]) -> [(vertex: Int32, distance: Double)] {
        let last = (vertex: chain[chain.count - 1], distance: length(of: chain))
        var vertices = [(vertex: chain[0], distance: 0.0)]
        for distance in cuts where distance > 0 && distance < last.distance {
            let vertex = insertVertex(along: chain, at: distance)
            if vertex != vertices[vertices.count - 1].vertex, vertex != last.vertex {
                vertices.append((vertex, distance))
            }
        }
        return vertices + [last]
    }

    /// A plot of a row as a place to build.
    func plot(_ number: Int, of row: PlotRow) -> Plot {
        Plot(
            left: position(row.front[row.breaks[number]]),
            leftEnd: position(row.mid[row.midBreaks[number]]),
            right: position(row.front[row.breaks[number + 1]]),
            rightEnd: position(row.mid[row.midBreaks[number + 1]]),
            hasJaggedBack: row.midBreaks[number + 1] - row.midBreaks[number] > 1
        )
    }

    /// Adds the faces of one plot: the strip along the street, if there is one, and the rest.
    mutating func addPlotFaces(
        _ number: Int,
        of row: PlotRow,
        use: LandUse,
        stripUse: LandUse,
        parcel: Int32,
        neighbourhood: Int32
    ) {
        let front = Array(row.front[row.breaks[number]...row.breaks[number + 1]])
        let mid = Array(row.mid[row.midBreaks[number]...row.midBreaks[number + 1]])
        let (left, right) = (row.paths[number], row.paths[number + 1])
        let (leftStrip, rightStrip) = (row.strip[number], row.strip[number + 1])
        guard leftStrip > 0, rightStrip > 0 else {
            addFace(
                [front, right, mid.reversed(), left.reversed()],
                use: use,
                parcel: parcel,
                neighbourhood: neighbourhood
            )
            return
        }
        addFace(
            [front, Array(right[...rightStrip]), left[...leftStrip].reversed()],
            use: stripUse,
            parcel: parcel,
            neighbourhood: neighbourhood
        )
        addFace(
            [[left[leftStrip]], Array(right[rightStrip...]), mid.reversed(), left[leftStrip...].reversed()],
            use: use,
            parcel: parcel,
            neighbourhood: neighbourhood
        )
    }
}
