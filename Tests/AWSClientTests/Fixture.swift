import Foundation
import JSON
import Testing

/// A file of `Fixtures`, one JSON value a line; `Oracle/oracle.py` wrote it.
struct Fixture {
    let lines: [JSONValue]

    init(_ name: String) throws {
        let url = try #require(Bundle.module.url(forResource: "Fixtures/\(name)", withExtension: nil))
        lines = try [UInt8](Data(contentsOf: url)).split(separator: UInt8(ascii: "\n")).map {
            try JSONValue(parsing: Array($0))
        }
    }
}

extension JSONValue {
    /// The string under a name; a fixture without it fails the test.
    func text(_ name: String) throws -> String {
        try #require(self[name]?.string, "\(name) in \(self)")
    }
}
