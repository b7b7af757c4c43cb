/// The playbooks that people name: files, or folders of them.
enum PlaybookFiles {
    private static let endings = [".yaml", ".yml"]

    /// Playbooks in the order of the names; of a folder those in it, by their names.
    ///
    /// Files of tests, which `*.yaml` names too, are passed over; naming nothing else is a mistake.
    static func found(_ paths: [String]) throws -> [String] {
        var found: [String] = []
        for path in paths {
            if TestFiles.isFolder(path) {
                let names = try TestFiles.names(in: path).filter(isPlaybook)
                guard !names.isEmpty else {
                    throw BadInput("There is no playbook in \(path). Name a file, or another folder.")
                }
                found += names.map { TestFiles.joined(path, $0) }
            } else if !path.hasSuffix(TestFiles.ending) {
                found.append(path)
            }
        }
        guard !found.isEmpty else {
            throw BadInput("\(paths.joined(separator: ", ")): tests, and no playbook. quell test runs them.")
        }
        var taken: Set<String> = []
        return found.filter { taken.insert($0).inserted }
    }

    private static func isPlaybook(_ name: String) -> Bool {
        endings.contains(where: name.hasSuffix) && !name.hasSuffix(TestFiles.ending)
    }
}
