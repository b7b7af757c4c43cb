import ByteMasks
import JSON
import Testing

@testable import EventPattern

/// Scanners with every set of instructions that the processor has.
var byteScanners: [UnsafePointer<byte_scanner>] {
    [byte_scanner_portable(), byte_scanner_avx2(), byte_scanner_avx512()].compactMap { $0 }
}

@Suite struct EventScanTests {
    /// Whether the scan finds the text sound; nil when it must be measured, or where sets of instructions disagree.
    private func isSound(_ text: [UInt8]) -> Bool? {
        let answers = Set(byteScanners.map { scan(text, $0).answer })
        return answers == [.sound] ? true : answers == [.unsound] ? false : nil
    }

    private func scan(
        _ text: [UInt8], _ scanner: UnsafePointer<byte_scanner>
    ) -> (answer: EventScan.Answer, flags: [Int], masks: [UInt64]) {
        text.withUnsafeBufferPointer { bytes in
            let room = ScanRoom.allocate(capacity: max(1, bytes.count), scanner: scanner)
            defer { room.deallocate() }
            let scan = EventScan(EventText(bytes: bytes), room)
            let count = room.masks.stride * Int(byte_mask_count.rawValue)
            let masks = UnsafeBufferPointer(start: room.masks.words, count: count)
            return (scan.answer, [scan.escapesFrom, scan.hasOddNames ? 1 : 0], Array(masks))
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

    /// What a text begins with: where it is known what the next member or element lies in, and where it is not.
    private static let beginnings = [
        "", #""a":1"#, #""a":[]"#, #""a":[[]"#, #""a":[1"#, #""a":[{"b":2}"#, #""a":{"b":[]"#, #""a":[[1],"b""#,
    ]

    @Test("tells objects and lists apart, whatever follows, across the border of 512 bytes", arguments: beginnings)
    func tokens(_ beginning: String) {
        let tokens = ["{", "}", "[", "]", ",", ":", #""c""#, "3"]
        for order in 0..<512 {
            let text = (0..<3).map { tokens[order >> (3 * $0) & 7] }.joined()
            for end in ["", "}", "]}", #""d":4}"#] {
                let text = beginning + text + end
                compare(Array("{\(text)".utf8))
                compare(Array("{\"\(String(repeating: "n", count: 500 - beginning.utf8.count))\":0,\(text)".utf8))
            }
        }
    }

    /// A text with the border at each of its bytes, and what is near to it left out, or a space or a comma put in.
    @Test("follows spaces, one and more, across the border of 512 bytes", arguments: ["", " ", "  ", "\r\n\t"])
    func spaces(_ space: String) {
        let tokens = #"{ "a" : [ 1 , "x" , { "b" : [ ] , "c" : { } } , true , [ -1.5 ] ] , "d" : { "e" : null } }"#
        let text = Array(tokens.replacing(" ", with: space).utf8)
        for border in 0...text.count {
            let before = Array("{\"\(String(repeating: "n", count: 508 - border))\":".utf8) + text[..<border]
            let after = text[border...] + Array("}".utf8)
            compare(before + after)
            for distance in 0..<5 {
                if distance < before.count { compare(before.dropLast(distance + 1) + before.suffix(distance) + after) }
                if distance < after.count { compare(before + after.prefix(distance) + after.dropFirst(distance + 1)) }
                for other in " ,".utf8 {
                    compare(before.dropLast(distance) + [other] + before.suffix(distance) + after)
                    compare(before + after.prefix(distance) + [other] + after.dropFirst(distance))
                }
            }
        }
    }

    @Test("ends where the root does, whatever follows it", arguments: [0, 1, 29, 30, 31, 32, 61, 62, 63, 64, 200])
    func roots(_ count: Int) {
        let siblings = [String](repeating: "[]", count: count).joined(separator: ",")
        let nested = String(repeating: "[", count: count) + String(repeating: "]", count: count)
        for inside in [
            "\"a\":[\(siblings)]", "\"a\":[\(nested)]", "\"a\":{\"b\":[\(siblings),1]},\"c\":[{\"d\":[\(nested)]}]",
        ] {
            for after in ["", "}", "]", "{", "{}", "[[[", #"{"a":[1,{}]}"#, String(repeating: "[]}", count: 50)] {
                for root in ["{\(inside)}", "{\(inside)]", "[\(inside)]", "{\(inside),{}}"] {
                    compare(Array((root + after).utf8))
                }
            }
        }
    }

    @Test("knows words by what is before and behind them", arguments: ["true", "false", "null"])
    func words(_ word: String) {
        for byte in UInt8.min...UInt8.max {
            let around: [([UInt8], [UInt8])] = [
                ([byte], []), ([], [byte]), ([0x5C, byte], []), ([0x5C], [byte]), ([0x31], [byte]),
            ]
            for (before, after) in around {
                let value = before + word.utf8 + after
                for rest in ["}", ",\"b\":2}", "]}", "          }"] {
                    compare(Array("{\"a\":".utf8) + value + rest.utf8)
                    compare(Array("{\"a\":\"".utf8) + value + Array("\"".utf8) + rest.utf8)
                    compare(Array("{\"a\":[".utf8) + value + rest.utf8)
                }
            }
        }
    }

    /// Containers in each other that go on after inner ones, many and few in 512 bytes.
    @Test("follows what containers lie in, over many parts", arguments: [0, 5, 40, 150, 600])
    func containers(_ filler: Int) {
        var random = SplitMix(seed: UInt64(filler))
        func value(_ depth: Int) -> String {
            guard depth > 0, random.next() % 8 > 0 else {
                return "\"\(String(repeating: "v", count: Int(random.next() % UInt64(filler + 1))))\""
            }
            let isObject = random.next() % 2 == 0
            let items = (0..<random.next() % 4).map { _ in (isObject ? "\"n\":" : "") + value(depth - 1) }
            return (isObject ? "{" : "[") + items.joined(separator: ",") + (isObject ? "}" : "]")
        }
        for _ in 0..<40 {
            let text = Array("{\"a\":\(value(7)),\"b\":\(value(7)),\"c\":\(value(7))}".utf8)
            compare(text)
            let brackets = text.indices.filter { Array("{}[]".utf8).contains(text[$0]) }
            for _ in 0..<20 {
                // One bracket becomes another, or all text up to the next bracket is gone with it.
                var (changed, cut) = (text, text)
                let at = Int(random.next() % UInt64(brackets.count))
                changed[brackets[at]] = Array("{}[]".utf8)[Int(random.next() % 4)]
                cut.removeSubrange(brackets[at]..<(at + 1 < brackets.count ? brackets[at + 1] : text.count))
                compare(changed)
                compare(cut)
            }
        }
    }

    private func compare(_ text: [UInt8]) {
        #expect(isSound(text) == isRead(text), "\(String(decoding: text, as: UTF8.self).debugDescription)")
    }

    @Test("finds the same with every set of instructions")
    func instructions() {
        var random = SplitMix(seed: 42)
        let texts = Self.texts.map { Array($0.utf8) }
        for count in [1, 63, 64, 65, 200, 511, 512, 513, 2_000] {
            for _ in 0..<50 {
                // Anything at all in an object, and what looks like JSON.
                var noise: [UInt8] = [UInt8(ascii: "{")]
                while noise.count < count { noise.append(UInt8(truncatingIfNeeded: random.next())) }
                var likely: [UInt8] = Array("{\"a\":[".utf8)
                while likely.count < count { likely += texts[Int(random.next() % UInt64(texts.count))] + [0x2C] }
                for text in [noise, likely, likely.dropLast() + Array("]}".utf8)] {
                    let portable = scan(text, byte_scanner_portable())
                    for scanner in byteScanners {
                        let other = scan(text, scanner)
                        #expect(other.answer == portable.answer && other.flags == portable.flags)
                        #expect(other.masks == portable.masks)
                    }
                }
            }
        }
    }

    @Test("measures what may be too long, and refuses what is")
    func lengths() {
        for (length, answer) in [(60, EventScan.Answer.sound), (1_000, .long), (1_001, .long), (5_000, .long)] {
            let text = Array("{\"a\":\(String(repeating: "7", count: length))}".utf8)
            for scanner in byteScanners { #expect(scan(text, scanner).answer == answer) }
        }
        for (length, answer) in [(40_000, EventScan.Answer.sound), (49_999, .long), (50_001, .long)] {
            let text = Array("{\"\(String(repeating: "n", count: length))\":1}".utf8)
            for scanner in byteScanners { #expect(scan(text, scanner).answer == answer) }
        }
        for depth in [64, 65, 129, 1_000, 1_001] {
            let answer = depth > 1_000 ? EventScan.Answer.unsound : .sound
            let (open, close) = (String(repeating: "[", count: depth - 1), String(repeating: "]", count: depth - 1))
            let text = Array("{\"a\":\(open)\(close)}".utf8)
            for scanner in byteScanners { #expect(scan(text, scanner).answer == answer) }
        }
    }
}
