import Testing

/// Holds the package to its own rules; a broken one is told with every place that breaks it.
@Suite struct StructureTests {
    private let tree: Tree

    init() throws {
        tree = try Tree()
    }

    @Test("the package is there to be looked at")
    func looksAtSomething() {
        #expect(tree.paths.contains("Package.swift"))
        for target in Rules.rungs.keys {
            #expect(tree.swift.contains { $0.path.hasPrefix("Sources/\(target)/") }, "\(target) has no sources")
        }
    }

    @Test("a target imports only targets on lower rungs")
    func ladder() { expectNone(Rules.ladder(tree.swift)) }

    @Test("the simulation is out of reach of responses")
    func simulation() { expectNone(Rules.simulation(tree.swift)) }

    @Test("the lower rungs do without Foundation")
    func foundation() { expectNone(Rules.foundation(tree.swift)) }

    @Test("no file is longer than 400 lines")
    func length() { expectNone(Rules.length(tree.swift)) }

    @Test("names say what things are")
    func names() { expectNone(Rules.names(tree.swift.filter { $0.target != "StructureTests" })) }

    @Test("nothing traps or escapes the checks of the compiler")
    func constructs() { expectNone(Rules.constructs(tree.swift)) }

    @Test("only the command line prints")
    func printing() { expectNone(Rules.printing(tree.swift)) }

    @Test("the project stands alone")
    func strays() { expectNone(Rules.strays(tree.files)) }

    @Test("links between documents lead somewhere")
    func links() { expectNone(Rules.links(tree.files, paths: tree.paths)) }

    @Test("every file with logic has its tests")
    func mirrored() { expectNone(Rules.untested(tree.files)) }

    @Test("tests that stand for whole folders exist", arguments: Rules.wholes.map(\.test))
    func wholes(test: String) { #expect(tree.paths.contains(test)) }

    private func expectNone(_ broken: [String], sourceLocation: SourceLocation = #_sourceLocation) {
        #expect(broken.isEmpty, "\(broken.count):\n\(broken.joined(separator: "\n"))", sourceLocation: sourceLocation)
    }
}
