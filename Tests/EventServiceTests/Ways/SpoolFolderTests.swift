import Foundation
import Testing

@testable import EventService

@Suite("A folder of files") struct SpoolFolderTests {
    @Test("shows what is whole, and moves over what was moved before")
    func moves() throws {
        let folder = try TemporaryFolder()
        let spool = try SpoolFolder(folder.path)
        try folder.write("1", to: "b.json")
        try folder.write("1", to: "a.json")
        try Data("1".utf8).write(to: URL(filePath: folder.path + "/now.json"))
        #expect(try spool.names() == ["a.json", "b.json"])
        try spool.move("a.json", to: .done)
        try folder.write("2", to: "a.json")
        try spool.move("a.json", to: .done)
        #expect(try String(contentsOfFile: folder.path + "/done/a.json", encoding: .utf8) == "2")
        #expect(try spool.names() == ["b.json"])
    }
}
