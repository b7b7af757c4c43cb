import ByteMasks
import JSON
import Testing

@testable import EventPattern

@Suite struct EventScanTests {
    /// Whether the scan finds the text sound; nil when it must be measured.
    private func isSound(_ text: [UInt8]) -> Bool {
        text.withUnsafeBufferPointer { bytes in
            let room = ScanRoom.allocate(capacity: max(1, bytes.count))
            defer { room.deallocate() }
            var scan = EventScan(EventText(bytes: bytes), room)
            return scan.run() == .sound
        }
    }

    private func isRead(_ text: [UInt8]) -> Bool { (try? EventLeaves(text)) != nil }

    private static let texts = [
        #"{}"#, #" { "a" : [ ] , "b" : { } } "#, #"{"a":[1,-0,0.5,1e9,1E-9,-1.25e+10,10,120]}"#,
        #"{"a":"\"\\\/\b\f\n\r\t\u00e9\ud83d\ude00\ud800"}"#, #"{"é":"日本語","x":[true,false,null,"",[[]],{"y":[{}]}]}"#,
        "{\"a\"\n:\r[\t1 , 2 ]\n}", #"{"a":{"b":{"c":[{"d":1},{"d":[2,3]}]}},"e":"f"} and more"#,
    ]

    /// Every text with one byte changed, left out or put in, and shifted through the blocks.
    @Test("agrees with the reader of one token after another, wherever a byte is changed", arguments: texts)
    func mutations(_ text: String) {
        let bytes = Array(text.utf8)
        let others = Array("{}[],:\"\\0159-+.eEtfnua \n\u{1}x/".utf8) + [0x80, 0xC3, 0xED, 0xF0, 0xFF]
        for position in bytes.indices {
            for other in others {
                var changed = bytes
                changed[position] = other
                var grown = bytes
                grown.insert(other, at: position)
                var cut = bytes
                cut.remove(at: position)
                for variant in [changed, grown, cut] { compare(variant) }
            }
        }
        for shift in 0..<130 { compare([UInt8](repeating: 0x20, count: shift) + bytes) }
    }

    @Test("agrees across the borders of blocks", arguments: 40...64)
    func borders(_ shift: Int) {
        let values = [
            "12345", "-1.5e10", "true", "false", "null", #""a\\\"b""#, #""é日😀""#, "[[],{}]", "1.", "tru", "nulll", "01",
            #""\u12""#, "-", "1e", "1.2.3", "[1,]", #"{"a"}"#, #"{"a":1,}"#, #"[1:2]"#, #"{"a":1]"#, "falsetrue", "1 2",
        ]
        for value in values {
            let filler = String(repeating: "f", count: shift)
            for space in ["", " ", "   \n"] {
                compare(Array("{\"\(filler)\":\(space)\(value)\(space),\(space)\"b\":\(value)}".utf8))
                compare(Array("{\"a\":\"\(filler)\",\"b\":[\(value),\(space)\(value)]}".utf8))
            }
        }
    }

    private func compare(_ text: [UInt8]) {
        #expect(isSound(text) == isRead(text), "\(String(decoding: text, as: UTF8.self).debugDescription)")
    }

    @Test("finds the same bytes with every set of instructions")
    func masks() {
        var random = SplitMix(seed: 42)
        for count in [1, 63, 64, 65, 200, 1_000] {
            for _ in 0..<50 {
                let bytes = (0..<count).map { _ in UInt8(truncatingIfNeeded: random.next()) }
                let portable = masks(bytes, byte_masks_fill_portably)
                #expect(masks(bytes, byte_masks_fill) == portable)
                let narrow = masks(bytes) {
                    if !byte_masks_fill_avx2($0, $1, $2) { byte_masks_fill_portably($0, $1, $2) }
                }
                #expect(narrow == portable)
            }
        }
    }

    private func masks(
        _ bytes: [UInt8],
        _ fill: (UnsafePointer<UInt8>?, Int, UnsafeMutablePointer<byte_masks>?) -> Void
    ) -> [[UInt64]] {
        var masks = [byte_masks](repeating: byte_masks(), count: (bytes.count + 63) / 64)
        fill(bytes, bytes.count, &masks)
        return masks.map {
            [
                $0.quotes, $0.inside, $0.special, $0.backslash, $0.space, $0.open, $0.close, $0.comma, $0.colon,
                $0.scalar, $0.ends, $0.curly & ($0.open | $0.close), $0.digit, $0.zero, $0.minus, $0.dot,
            ]
        }
    }
}
