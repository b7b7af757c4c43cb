import Testing

@testable import AWSClient

@Suite struct XMLParserTests {
    @Test(
        "reads elements, text, references and CDATA",
        arguments: [
            ("<a/>", XMLElement(name: "a")), ("<a></a>", XMLElement(name: "a")),
            ("\u{FEFF}<?xml version=\"1.0\"?>\n<!-- c --><a/>\n<!-- d -->\n", XMLElement(name: "a")),
            ("<x:a xmlns:x='u' b=\"1>2\" >t</x:a>", XMLElement(name: "a", text: "t")),
            ("<a>&lt;&gt;&amp;&quot;&apos;&#65;&#x1F98A;</a>", XMLElement(name: "a", text: "<>&\"'A🦊")),
            ("<a>x<![CDATA[<&]]y>]]>z</a>", XMLElement(name: "a", text: "x<&]]y>z")),
            ("<a>x<!-- & < -->y</a>", XMLElement(name: "a", text: "xy")),
            ("<a>1\r\n2\r3\n</a>", XMLElement(name: "a", text: "1\n2\n3\n")),
            (
                "<a> <b/> x <b>ä</b></a>",
                XMLElement(name: "a", text: " ", children: [.init(name: "b"), .init(name: "b", text: "ä")])
            ),
            ("<ä-1.b_>t</ä-1.b_>", XMLElement(name: "ä-1.b_", text: "t")),
        ])
    func reads(_ text: String, _ element: XMLElement) throws {
        #expect(try XMLParser.parse(Array(text.utf8)) == element)
    }

    @Test(
        "refuses what is no XML, and what AWS never sends",
        arguments: [
            ("", "there is no element"), ("   ", "there is no element"), ("text", "text outside"),
            ("<a>", "not closed"),
            ("<a></b>", "closing tag"), ("</a>", "closing tag"), ("<a/><b/>", "second root"), ("<a/>x", "text outside"),
            ("<a/><![CDATA[x]]>", "text outside"), ("<a", "attribute"), ("<a b>", "equals sign"),
            ("<a b=c/>", "quoted"),
            ("<a b=\"c/>", "not closed"), ("<a b=\"<\"/>", "in an attribute"), ("<a b=\"1\"c=\"2\"/>", "space"),
            ("<1a/>", "name"), ("< a/>", "name"), ("<a>&nbsp;</a>", "unknown reference"), ("<a>&</a>", "reference"),
            ("<a>&lt</a>", "reference"), ("<a>&#0;</a>", "unknown reference"), ("<a>&#xD800;</a>", "unknown reference"),
            ("<a>&#x110000;</a>", "unknown reference"), ("<a>&#99999999999999999999;</a>", "reference"),
            ("<a>&#;</a>", "unknown reference"), ("<a>&#x;</a>", "unknown reference"),
            ("<a>&#-1;</a>", "unknown reference"),
            ("<a>\u{1}</a>", "control character"), ("<a><!-- ", "ends before"), ("<?xml", "ends before"),
            ("<a><![CDATA[", "ends before"), ("<!DOCTYPE a><a/>", "document type"),
            ("<!DOCTYPE a [<!ENTITY x \"y\">]><a>&x;</a>", "document type"), ("<a><!ELEMENT a></a>", "document type"),
            ("<a:/>", "name"),
        ])
    func refuses(_ text: String, _ reason: String) {
        let error = #expect(throws: XMLError.self) { try XMLParser.parse(Array(text.utf8)) }
        #expect(error?.reason.contains(reason) == true, "\(error?.description ?? "")")
    }

    @Test(
        "refuses bytes that are no UTF-8",
        arguments: [
            [0x3C, 0x61, 0x3E, 0xFF, 0x3C, 0x2F, 0x61, 0x3E], [0x3C, 0xC3, 0x3E], [0xFF, 0xFE, 0x3C, 0x00],
        ] as [[UInt8]])
    func refusesBytes(_ bytes: [UInt8]) {
        #expect(throws: XMLError.self) { try XMLParser.parse(bytes) }
    }

    @Test("refuses nesting deeper than its limit, and takes what is as deep")
    func depth() throws {
        let limit = XMLParser.maximumDepth
        let deepest = String(repeating: "<a>", count: limit) + String(repeating: "</a>", count: limit)
        #expect(try XMLParser.parse(Array(deepest.utf8)).name == "a")
        let bomb = String(repeating: "<a>", count: 1_000_000)
        #expect(throws: XMLError.self) { try XMLParser.parse(Array(bomb.utf8)) }
    }

    @Test("no single changed byte traps")
    func mutations() {
        let text = Array("<?xml v?><r x='1'><!-- c --><a>&#x41;&amp;</a><b/><![CDATA[z]]></r>".utf8)
        var read = 0
        for index in text.indices {
            for byte in UInt8.min...UInt8.max {
                var changed = text
                changed[index] = byte
                if (try? XMLParser.parse(changed)) != nil { read += 1 }
            }
        }
        // Letters of names, text and comments may change; most bytes may not.
        #expect(read > 0 && read < text.count * 256)
    }
}
