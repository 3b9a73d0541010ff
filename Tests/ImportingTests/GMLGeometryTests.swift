import Foundation
import Importing
import Testing

/// Every spelling of a geometry that a plan file may use, read through the reader as one Figuur.
@Suite struct GMLGeometryTests {
    /// Reads the geometry as GML 3.2 of IMRO2012 and as GML 3.1.1 of IMRO2008, which must be the same.
    func read(_ geometry: String) throws -> SourceFeature {
        let text = IMROAttributeTests.document(
            """
            <imro:featureMember><imro:Figuur gml:id="f"><imro:geometrie>
            \(geometry)
            </imro:geometrie></imro:Figuur></imro:featureMember>
            """
        )
        let older = text.replacingOccurrences(of: "/imro/2012/1.1", with: "/imro/2008/1")
            .replacingOccurrences(of: "/gml/3.2", with: "/gml")
        let feature = try #require(try readIMRO(Data(text.utf8)).get().first)
        let olderFeature = try #require(try readIMRO(Data(older.utf8)).get().first)
        #expect(olderFeature.geometry == feature.geometry && olderFeature.problem == feature.problem)
        #expect(olderFeature.text("imroVersie") == "IMRO2008" && feature.text("imroVersie") == "IMRO2012")
        return feature
    }

    static let ring =
        "<gml:exterior><gml:LinearRing><gml:posList>0 0 4 0 4 4 0 0</gml:posList></gml:LinearRing></gml:exterior>"
    static let triangle: [[Double]] = [[0, 0, 4, 0, 4, 4, 0, 0]]

    static func line(_ positions: String) -> String {
        "<gml:LineString><gml:posList>\(positions)</gml:posList></gml:LineString>"
    }

    static func curve(_ segments: String) -> String {
        "<gml:Curve><gml:segments>\(segments)</gml:segments></gml:Curve>"
    }

    @Test(arguments: [
        "<gml:Polygon>\(ring)</gml:Polygon>",
        "<gml:Surface><gml:patches><gml:PolygonPatch>\(ring)</gml:PolygonPatch></gml:patches></gml:Surface>",
        "<gml:MultiSurface><gml:surfaceMember><gml:Polygon>\(ring)</gml:Polygon></gml:surfaceMember></gml:MultiSurface>",
        "<gml:MultiSurface><gml:surfaceMembers><gml:Polygon>\(ring)</gml:Polygon></gml:surfaceMembers></gml:MultiSurface>",
        "<gml:CompositeSurface><gml:surfaceMember><gml:Polygon>\(ring)</gml:Polygon></gml:surfaceMember></gml:CompositeSurface>",
        "<gml:MultiGeometry><gml:geometryMember><gml:Polygon>\(ring)</gml:Polygon></gml:geometryMember></gml:MultiGeometry>",
        "<imro:Wrapper><imro:vlak><gml:Polygon>\(ring)</gml:Polygon></imro:vlak></imro:Wrapper>",
        """
        <gml:Polygon srsName="urn:ogc:def:crs:EPSG::28992" srsDimension="3"><gml:exterior><gml:LinearRing>
        <gml:posList>0 0 9 4 0 9 4 4 9 0 0 9</gml:posList></gml:LinearRing></gml:exterior></gml:Polygon>
        """,
        """
        <gml:Polygon><gml:exterior><gml:LinearRing><gml:pos>0 0</gml:pos><gml:pos>4.0 0</gml:pos><gml:pos>+4 4e0</gml:pos>
        <gml:pointProperty><gml:Point><gml:pos>0 0</gml:pos></gml:Point></gml:pointProperty>
        </gml:LinearRing></gml:exterior></gml:Polygon>
        """,
        """
        <gml:Polygon><gml:exterior><gml:Ring><gml:curveMember>\(line("0 0 4 0"))</gml:curveMember>
        <gml:curveMember><gml:OrientableCurve orientation="-"><gml:baseCurve>\(line("0 0 4 4 4 0"))</gml:baseCurve>
        </gml:OrientableCurve></gml:curveMember></gml:Ring></gml:exterior></gml:Polygon>
        """,
    ])
    func oneTriangleInManySpellings(geometry: String) throws {
        let feature = try read(geometry)
        #expect(feature.problem == nil)
        #expect(feature.geometry == .polygons([Self.triangle]))
    }

    @Test func pointsAndLines() throws {
        #expect(try read("<gml:Point><gml:pos>1.5 -2</gml:pos></gml:Point>").geometry == .points([1.5, -2]))
        let many =
            "<gml:MultiPoint><gml:pointMember><gml:Point><gml:pos>1 2</gml:pos></gml:Point></gml:pointMember>"
            + "<gml:pointMembers><gml:Point><gml:pos>3 4</gml:pos></gml:Point></gml:pointMembers></gml:MultiPoint>"
        #expect(try read(many).geometry == .points([1, 2, 3, 4]))
        #expect(try read(Self.line("1 2 3 4")).geometry == .lines([[1, 2, 3, 4]]))
        let joined =
            "<gml:CompositeCurve><gml:curveMember>\(Self.line("1 2 3 4"))</gml:curveMember>"
            + "<gml:curveMember>\(Self.line("3 4 5 6"))</gml:curveMember></gml:CompositeCurve>"
        #expect(try read(joined).geometry == .lines([[1, 2, 3, 4, 5, 6]]))
        let multi = joined.replacingOccurrences(of: "CompositeCurve", with: "MultiCurve")
        #expect(try read(multi).geometry == .lines([[1, 2, 3, 4], [3, 4, 5, 6]]))
    }

    /// A half circle of radius 2 around (2, 0), in its spellings; each comes out as long as π r, less the sagitta's share.
    @Test(arguments: [
        "<gml:Arc><gml:posList>0 0 2 2 4 0</gml:posList></gml:Arc>",
        "<gml:ArcString><gml:posList>0 0 0.586 1.414 2 2 3.414 1.414 4 0</gml:posList></gml:ArcString>",
        """
        <gml:ArcByCenterPoint numArc="1"><gml:pos>2 0</gml:pos><gml:radius uom="m">2</gml:radius>
        <gml:startAngle uom="deg">180</gml:startAngle><gml:endAngle uom="deg">0</gml:endAngle></gml:ArcByCenterPoint>
        """,
    ])
    func arcsBecomeStraightPieces(segment: String) throws {
        let feature = try read(Self.curve(segment))
        guard feature.problem == nil, case .lines(let lines) = feature.geometry, lines.count == 1 else {
            Issue.record("\(feature)")
            return
        }
        let line = lines[0]
        #expect(line.prefix(2) == [0, 0] && line.suffix(2) == [4, 0])
        var length = 0.0
        for offset in stride(from: 2, to: line.count, by: 2) {
            length += hypot(line[offset] - line[offset - 2], line[offset + 1] - line[offset - 1])
            #expect(line[offset + 1] > -0.001)
        }
        #expect(length > 6.27 && length <= 2 * .pi)
    }

    @Test(arguments: [
        "<gml:Circle><gml:posList>0 0 2 2 4 0</gml:posList></gml:Circle>",
        """
        <gml:CircleByCenterPoint numArc="1"><gml:pos>2 0</gml:pos><gml:radius uom="urn:ogc:def:uom:EPSG::9001">2</gml:radius>
        </gml:CircleByCenterPoint>
        """,
    ])
    func aCircleIsAClosedRing(segment: String) throws {
        let ring = "<gml:Ring><gml:curveMember>\(Self.curve(segment))</gml:curveMember></gml:Ring>"
        let feature = try read("<gml:Polygon><gml:exterior>\(ring)</gml:exterior></gml:Polygon>")
        #expect(feature.problem == nil)
        #expect(feature.geometry.area > 12.5 && feature.geometry.area < 4 * .pi)
    }

    @Test(arguments: [
        ("EPSG:28992", true), ("epsg:28992", true), ("urn:ogc:def:crs:EPSG::28992", true), ("28992", true),
        ("urn:ogc:def:crs:EPSG:6.9:28992", true), ("http://www.opengis.net/def/crs/EPSG/0/28992", true),
        ("http://www.opengis.net/gml/srs/epsg.xml#28992", true), ("EPSG:4326", false), ("EPSG:28991", false),
        ("urn:ogc:def:crs:OGC::CRS84", false), ("", false),
    ])
    func onlyRDNewIsAccepted(srsName: String, isAccepted: Bool) throws {
        let feature = try read("<gml:Point srsName=\"\(srsName)\"><gml:pos>1 2</gml:pos></gml:Point>")
        #expect(feature.geometry == (isAccepted ? .points([1, 2]) : .none))
        let reason = "the geometry at line 5 has srsName \(srsName), RD New (EPSG:28992) was expected"
        #expect(feature.problem == (isAccepted ? nil : reason))
    }

    @Test(arguments: [
        (
            line("161488,848 470333,814"),
            "the coordinate 161488,848 at line 5 has a comma, a decimal point was expected"
        ),
        (line("1 2 NaN 4"), "the coordinate NaN at line 5 is not a number"),
        (line("1 2 INF 4"), "the coordinate INF at line 5 is not a number"),
        (line("1 2 0x10 4"), "the coordinate 0x10 at line 5 is not a number"),
        (line("1 2 1e999 4"), "the coordinate 1e999 at line 5 is not a number"),
        (line("1 2 3"), "the 3 numbers at line 5 are not a whole count of 2-dimensional positions"),
        (line(""), "LineString at line 5 has no coordinates"),
        ("<gml:LineString srsDimension=\"4\"/>", "srsDimension at line 5 is 4, 2 or 3 was expected"),
        ("<gml:Solid/>", "the geometry element gml:Solid at line 5 is not supported"),
        ("<gml:Polygon/>", "Polygon at line 5 has no exterior ring"),
        (curve("<gml:Bezier/>"), "the geometry element gml:Bezier at line 5 is not supported"),
        (
            curve("<gml:Arc><gml:posList>1 2 3 4</gml:posList></gml:Arc>"),
            "Arc at line 5 has 2 control points, 3 expected"
        ),
        (
            "<gml:MultiSurface><gml:surfaceMember xlink:href=\"#x\"/></gml:MultiSurface>",
            "the geometry at line 5 is a reference to #x, coordinates were expected"
        ),
        (
            "<gml:CompositeCurve><gml:curveMember>\(line("1 2 3 4"))</gml:curveMember><gml:curveMember>\(line("3 5 6 7"))"
                + "</gml:curveMember></gml:CompositeCurve>",
            "the piece of a curve at line 5 starts 1.0 m from where the one before it ends"
        ),
        (
            "<gml:MultiGeometry><gml:geometryMember>\(line("1 2 3 4"))</gml:geometryMember><gml:geometryMember>"
                + "<gml:Point><gml:pos>1 2</gml:pos></gml:Point></gml:geometryMember></gml:MultiGeometry>",
            "the geometry at line 4 mixes points, lines and surfaces, one kind was expected"
        ),
    ])
    func whatCannotBeReadSaysWhy(geometry: String, problem: String) throws {
        let feature = try read(geometry)
        #expect(feature.problem == problem)
        #expect(feature.geometry == .none)
    }

    @Test func numbersAreReadToTheNearestDouble() throws {
        var generator = SplitMix64(state: 11)
        var words: [String] = []
        for _ in 0..<20_000 {
            let value = Double.random(in: -1e6...1e6, using: &generator)
            let decimals = Int.random(in: 0...20, using: &generator)
            words.append(decimals > 15 ? "\(value)" : String(format: "%.\(decimals)f", value))
        }
        words += ["123456789012345678901234567890.5", "0.00000000000000000000012345", "5.", ".5", "-0"]
        words.append("12E-2")
        let feature = try read(Self.line(words.joined(separator: "\n\t ")))
        #expect(feature.geometry == .lines([words.compactMap(Double.init)]))
        #expect(words.count.isMultiple(of: 2) && words.allSatisfy { Double($0) != nil })
    }
}
