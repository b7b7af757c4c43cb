import Findings
import Foundation
import Testing

@Suite struct HubTypeNameTests {
    /// Every type of GuardDuty, with its names in Security Hub.
    private static func rows() throws -> [(type: String, names: [String])] {
        let file = try #require(Bundle.module.url(forResource: "Fixtures/hub-type-names", withExtension: "txt"))
        let lines = try String(contentsOf: file, encoding: .utf8).split(separator: "\n").filter { !$0.hasPrefix("#") }
        return lines.map { line in
            let parts = line.split(separator: "|", maxSplits: 1).map(String.init)
            let regular = "TTPs/Some Category/" + parts[0].replacing("/", with: "-")
            return (parts[0], parts.count == 2 ? parts[1].split(separator: ";").map(String.init) : [regular])
        }
    }

    @Test("every type is known by its name in Security Hub, and by no other type's")
    func all() throws {
        let rows = try Self.rows()
        #expect(rows.count == 251)
        #expect(rows.count { $0.names[0].contains("Some Category") } == 251 - 28)
        for row in rows {
            for name in row.names { #expect(HubTypeName.isName(of: row.type, among: ["x", name]), "\(row)") }
            for other in rows where other.type != row.type {
                #expect(!HubTypeName.isName(of: row.type, among: other.names), "\(row.type) \(other.names)")
            }
        }
        #expect(!HubTypeName.isName(of: "Trojan:EC2/DropPoint", among: []))
    }
}
