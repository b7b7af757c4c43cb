import Actions
import Testing

@testable import ConfigRule

@Suite struct AnnotationTests {
    private func rules(_ count: Int, _ ipProtocol: String = "tcp") throws -> [SecurityGroupRule] {
        try (0..<count).map { index in
            let block = try #require(AddressBlock("0.0.0.0/0"))
            let traffic = try #require(Traffic(ipProtocol, from: 1000 + index, to: 1000 + index))
            return SecurityGroupRule(ingress: "sgr-\(index)", traffic, from: .block(block, spelled: "0.0.0.0/0"))
        }
    }

    @Test("names the rules with their ids where they have some")
    func ids() throws {
        #expect(try Annotation(rules(1), isNamed: true).text == "tcp 1000 open to 0.0.0.0/0 (sgr-0)")
        #expect(try Annotation(rules(1), isNamed: false).text == "tcp 1000 open to 0.0.0.0/0")
    }

    @Test("never is longer than AWS Config takes, and counts what it leaves out", arguments: 1..<80)
    func length(_ count: Int) throws {
        let text = try Annotation(rules(count), isNamed: true).text
        #expect((1...256).contains(text.count))
        let named = text.split(separator: ";").count { $0.contains("open to") }
        #expect(named == count || text.hasSuffix("; and \(count - named) more"))
    }

    @Test("counts rules that cannot be named in so little room")
    func odd() throws {
        let text = try Annotation(rules(2, String(repeating: "x", count: 500)), isNamed: false).text
        #expect(text == "2 rules are open.")
    }
}
