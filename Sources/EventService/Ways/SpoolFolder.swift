#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// A folder that files of events are put into: each `.json` file is dealt with once and then moved to a folder below.
package struct SpoolFolder: Sendable {
    package enum End: String, Sendable, CaseIterable { case done, failed }

    package let path: String

    /// Makes the folders below where there are none.
    package init(_ path: String) throws {
        self.path = path
        for end in End.allCases {
            try FileManager.default.createDirectory(
                atPath: "\(path)/\(end.rawValue)", withIntermediateDirectories: true)
        }
    }

    /// Names of the files that are whole, in order.
    package func names() throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: path).filter { $0.hasSuffix(".json") && isWhole($0) }
            .sorted()
    }

    package func move(_ name: String, to end: End) throws {
        let target = "\(path)/\(end.rawValue)/\(name)"
        if FileManager.default.fileExists(atPath: target) { try FileManager.default.removeItem(atPath: target) }
        try FileManager.default.moveItem(atPath: "\(path)/\(name)", toPath: target)
    }

    func size(_ name: String) -> Int? {
        (try? FileManager.default.attributesOfItem(atPath: "\(path)/\(name)"))?[.size] as? Int
    }

    func bytes(_ name: String) throws -> [UInt8] { Array(try Data(contentsOf: URL(filePath: "\(path)/\(name)"))) }

    /// A file that changed within the last second may still be being written.
    private func isWhole(_ name: String) -> Bool {
        let attributes = try? FileManager.default.attributesOfItem(atPath: "\(path)/\(name)")
        guard let changed = attributes?[.modificationDate] as? Date else { return false }
        return changed.timeIntervalSinceNow < -1
    }
}
