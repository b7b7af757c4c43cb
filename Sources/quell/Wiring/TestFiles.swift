#if canImport(FoundationEssentials)
    import FoundationEssentials
    import Glibc
#else
    import Foundation
#endif

/// The tests of playbooks: `NAME.test.yaml`, and `NAME.ANYTHING.test.yaml`, beside `NAME.yaml`.
enum TestFiles {
    static let ending = ".test.yaml"

    /// Playbooks with the files of their tests; `paths` name playbooks, or folders of them.
    ///
    /// A playbook that is named must have tests; in a folder those without are passed over. A file of tests that is named is
    /// run with its playbook; `*.yaml` names both, and then all tests of the playbook are.
    static func found(_ paths: [String]) throws -> [(playbook: String, tests: [String])] {
        var found: [(playbook: String, tests: [String])] = []
        for path in paths {
            if isFolder(path) {
                let playbooks = try names(in: path).filter { $0.hasSuffix(".yaml") && !$0.hasSuffix(ending) }
                let those = try playbooks.map { try (joined(path, $0), tests(of: joined(path, $0))) }
                    .filter { !$0.1.isEmpty }
                guard !those.isEmpty else {
                    throw BadInput("No playbook in \(path) has tests. Put them beside it as NAME\(ending).")
                }
                found += those.map { (playbook: $0.0, tests: $0.1) }
            } else if path.hasSuffix(ending) {
                let playbook = try playbook(of: path)
                guard !paths.contains(playbook) else { continue }
                found.append((playbook, [path]))
            } else {
                let tests = try tests(of: path)
                guard !tests.isEmpty else {
                    throw BadInput("\(path) has no tests. Put them beside it as \(stem(path))\(ending).")
                }
                found.append((path, tests))
            }
        }
        return found
    }

    /// A path that a file names beside itself.
    static func beside(_ file: String, _ name: String) -> String {
        guard !name.hasPrefix("/"), let slash = file.lastIndex(of: "/") else { return name }
        return file[...slash] + name
    }

    /// What changes whenever one of the files does: when it was written last, and its size; nothing for a file that is gone.
    static func states(_ paths: [String]) -> [String: String] {
        var states: [String: String] = [:]
        for path in paths {
            guard let attributes = try? FileManager.default.attributesOfItem(atPath: path),
                let date = attributes[.modificationDate] as? Date
            else { continue }
            states[path] = "\(date.timeIntervalSinceReferenceDate) \(attributes[.size] as? Int ?? -1)"
        }
        return states
    }

    /// `a.b.test.yaml` belongs to `a.b.yaml`, and to `a.yaml` where there is no such file.
    private static func playbook(of tests: String) throws -> String {
        var stem = tests.dropLast(ending.count)
        let name = stem.lastIndex(of: "/").map { stem.index(after: $0) } ?? stem.startIndex
        while true {
            if InputFiles.exists(stem + ".yaml") { return stem + ".yaml" }
            guard let dot = stem[name...].lastIndex(of: ".") else { break }
            stem = stem[..<dot]
        }
        throw BadInput("There is no playbook beside \(tests). The tests of NAME.yaml are in NAME\(ending).")
    }

    private static func tests(of playbook: String) throws -> [String] {
        let slash = playbook.lastIndex(of: "/")
        let folder = slash.map { String(playbook[..<$0]) } ?? "."
        let name = slash.map { String(playbook[playbook.index(after: $0)...]) } ?? playbook
        let stem = stem(name)
        return try names(in: folder.isEmpty ? "/" : folder)
            .filter { $0.hasPrefix(stem + ".") && $0.hasSuffix(ending) }
            // What another playbook is named after belongs to that one: a.b.test.yaml to a.b.yaml.
            .filter { test in
                let own = String(test.dropLast(ending.count))
                return own == stem || !InputFiles.exists(joined(folder, own + ".yaml"))
            }
            .map { slash == nil ? $0 : joined(folder, $0) }
    }

    private static func stem(_ name: String) -> String {
        for ending in [".yaml", ".yml"] where name.hasSuffix(ending) { return String(name.dropLast(ending.count)) }
        return name
    }

    static func joined(_ folder: String, _ name: String) -> String {
        folder.hasSuffix("/") ? folder + name : "\(folder)/\(name)"
    }

    static func isFolder(_ path: String) -> Bool {
        guard let folder = opendir(path) else { return false }
        closedir(folder)
        return true
    }

    static func names(in folder: String) throws -> [String] {
        do {
            return try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
        } catch {
            throw BadInput("\(folder) cannot be listed. Is the path right, and may you read it?")
        }
    }
}
