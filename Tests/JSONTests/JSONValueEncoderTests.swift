import Foundation
import JSON
import Testing

@Suite struct JSONValueEncoderTests {
    private class Base: Encodable {
        var name = "base"
    }

    private final class Derived: Base {
        private enum Keys: String, CodingKey { case list, inner, own }
        private enum InnerKeys: String, CodingKey { case deep }

        override func encode(to encoder: any Encoder) throws {
            var container = encoder.container(keyedBy: Keys.self)
            var list = container.nestedUnkeyedContainer(forKey: .list)
            try list.encode(1)
            var first = list.nestedContainer(keyedBy: InnerKeys.self)
            try list.encodeNil()
            var second = list.nestedUnkeyedContainer()
            // A nested container may be written to after its successors.
            try first.encode("late", forKey: .deep)
            try second.encode(contentsOf: [true, false])
            var inner = container.nestedContainer(keyedBy: InnerKeys.self, forKey: .inner)
            try inner.encodeNil(forKey: .deep)
            try container.encode(1.5, forKey: .own)
            try super.encode(to: container.superEncoder())
        }
    }

    private struct Nothing: Encodable {}

    private func byFoundation(_ value: some Encodable) throws -> JSONValue {
        try JSONValue(parsing: Array(try JSONEncoder().encode(value)))
    }

    @Test("it writes what Foundation writes")
    func everything() throws {
        let everything = JSONValueDecoderTests.Everything()
        let written = try JSONValueEncoder.encode(everything)
        #expect(try written == byFoundation(everything))
        #expect(try JSONValueDecoder.decode(JSONValueDecoderTests.Everything.self, from: written) == everything)
    }

    @Test("nested containers and superclasses are written where they belong")
    func nested() throws {
        #expect(try JSONValueEncoder.encode(Derived()) == byFoundation(Derived()))
    }

    @Test("values by themselves, and what writes nothing")
    func single() throws {
        #expect(try JSONValueEncoder.encode(Nothing()) == [:])
        #expect(try JSONValueEncoder.encode([String]()) == [])
        #expect(try JSONValueEncoder.encode(String?.none) == nil)
        #expect(try JSONValueEncoder.encode([Int?.none, 2]) == [nil, 2])
        #expect(try JSONValueEncoder.encode([5.0, -0.25, 1e300]) == byFoundation([5.0, -0.25, 1e300]))
    }

    @Test("numbers keep their spelling where they are JSON already")
    func spelling() throws {
        #expect(try JSONValueEncoder.encode(["n": JSONValue.number("1.00")]).description == #"{"n":1.00}"#)
    }

    @Test("a number that JSON does not have is an error that names its place")
    func infinite() throws {
        let error = #expect(throws: EncodingError.self) { try JSONValueEncoder.encode(["a": [1, Double.infinity]]) }
        guard case .invalidValue(_, let context) = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(context.codingPath.map(\.stringValue) == ["a", "1"])
    }
}
