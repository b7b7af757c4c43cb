import JSON
import Testing

@testable import EventPattern

@Suite struct EventLeavesTests {
    private func texts(_ event: String, _ path: String) throws -> [String] {
        try EventLeaves(Array(event.utf8)).byPath[Array(path.utf8), default: []]
            .map { String(decoding: $0.text, as: UTF8.self) }
    }

    @Test("puts every scalar under its dotted path, in document order")
    func flattens() throws {
        let event = #"{"a":{"b":[1,"x",null]},"a.b":true,"e":[],"o":{}}"#
        #expect(try texts(event, "a.b") == ["1", "\"x\"", "null", "true"])
        #expect(try texts(event, "e").isEmpty)
        #expect(try texts(event, "o").isEmpty)
    }

    @Test("remembers the array element only for objects and arrays")
    func remembersElements() throws {
        let leaves = try EventLeaves(Array(#"{"a":[{"x":1},{"x":2}],"s":[1,2]}"#.utf8)).byPath
        let elements = leaves[Array("a.x".utf8), default: []].map { $0.membership.map(\.index) }
        #expect(elements == [[0], [1]])
        let scalars = leaves[Array("s".utf8), default: []].map(\.membership)
        #expect(scalars == [[], []])
    }

    @Test("reads what no pattern mentions, and refuses it when it is malformed")
    func refusesMalformed() {
        #expect(throws: JSONError.self) { try EventLeaves(Array(#"{"a":1,"b":bad}"#.utf8)) }
        #expect(throws: JSONError.self) { try EventLeaves(Array("[1]".utf8)) }
        #expect(throws: JSONError.self) { try EventLeaves([]) }
    }
}
