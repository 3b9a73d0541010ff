import Importing
import Testing

@Suite("Rule texts of plans (HTML)")
struct PlanTextTests {
    private func texts(_ page: String) -> [String: String] {
        let text = HTMLText(Array(page.utf8))
        return Dictionary(text.anchors.map { ($0.name, text.text(of: $0)) }) { first, _ in first }
    }

    @Test("A heading's anchor has the text up to the next heading of its level, whatever stands in between")
    func headings() {
        let found = texts(
            """
            <h1 id=t>Regels</h1><a name="a1"></a>
            <h2>Artikel 1</h2><p>Een<p id="p">Twee<h3 id='b'>1.1</h3>Drie<h2><a name="a2">Artikel 2</a></h2>Vier
            """
        )
        #expect(found["t"] == "Regels\nArtikel 1\nEen\nTwee\n1.1\nDrie\nArtikel 2\nVier")
        #expect(found["a1"] == "Artikel 1\nEen\nTwee\n1.1\nDrie")
        #expect(found["p"] == "Twee")
        #expect(found["b"] == "1.1\nDrie")
        #expect(found["a2"] == "Artikel 2\nVier")
    }

    @Test("Character references, raised digits, comments, scripts and cells are read as a browser shows them")
    func contents() {
        let found = HTMLText(
            Array(
                """
                <!DOCTYPE html><head><title>x</title></head><!-- a > b --><script>if (a<b) {}</script>
                <p>m<sup>2</sup> &lt; &euml;&#8364;&#x2B2; &onbekend; & zo<table><tr><td>a<td>b</table>
                """.utf8
            )
        ).whole
        #expect(found == "m² < ë€ʲ &onbekend; & zo\na | b")
    }

    @Test("No page crashes the reader: 20,000 random ones from tags, anchors and halves of them")
    func randomPages() {
        var generator = SystemRandomNumberGenerator()
        let seed = UInt64.random(in: 0..<UInt64.max, using: &generator)
        var state = seed
        func next(_ count: Int) -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int(state >> 33) % count
        }
        let pieces = [
            "<", ">", "<a name=", "\"x\"", "'", "</", "h2", "<h2>", "</h2>", "<p id=q>", "&", "&#", ";", "&amp;",
            "<!--",
            "-->", "<script>", "</script>", "\n", "tekst ", "\u{e9}", "<sup>", "2", "</sup>", "=", "/", "<td>",
            "&#x110000;",
        ]
        for _ in 0..<20_000 {
            var page = ""
            for _ in 0..<next(24) { page += pieces[next(pieces.count)] }
            let text = HTMLText(Array(page.utf8))
            for anchor in text.anchors {
                #expect(text.whole.count >= text.text(of: anchor).count, "seed \(seed): \(page)")
            }
        }
    }
}
