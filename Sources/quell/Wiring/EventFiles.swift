#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// Finds the files of a history.
enum EventFiles {
    /// The file, or all files in the folder and below, sorted by their paths; hidden ones are passed over.
    static func found(_ path: String) throws -> [String] {
        guard TestFiles.isFolder(path) else {
            guard InputFiles.exists(path) else { throw BadInput("\(path) is not there. Is the path right?") }
            return [path]
        }
        var files: [String] = []
        for name in try TestFiles.names(in: path) where !name.hasPrefix(".") {
            files += try found(path.hasSuffix("/") ? path + name : "\(path)/\(name)")
        }
        return files
    }

    /// Bytes of all files together.
    static func size(_ paths: [String]) -> Int {
        paths.reduce(0) { sum, path in
            let size = (try? FileManager.default.attributesOfItem(atPath: path))?[.size] as? Int
            return sum + (size ?? 0)
        }
    }
}
