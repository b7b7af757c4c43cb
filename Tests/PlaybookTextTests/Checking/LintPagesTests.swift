import Foundation
import PlaybookText
import Testing

@Suite struct LintPagesTests {
    @Test("the page of every lint says what the lint is today", arguments: Lint.all)
    func pages(_ lint: Lint) throws {
        let source = try #require(LintPages.source(of: lint))
        try hold(LintPages.page(of: lint, source: source), lint.page)
    }

    @Test("the list of pages names every lint")
    func index() throws { try hold(LintPages.index(), "\(LintPages.folder)/README.md") }

    @Test("no page is of a lint that is gone")
    func strays() throws {
        let folder = PackageFolder.root.appending(path: LintPages.folder)
        let known = Set(Lint.all.map { "\($0.id).md" } + ["README.md"])
        let strays = Set(try FileManager.default.contentsOfDirectory(atPath: folder.path)).subtracting(known)
        #expect(strays.sorted() == [], "remove them from \(LintPages.folder)")
    }

    private func hold(_ page: String, _ path: String) throws {
        let committed = try PackageFolder.committed(path, generated: page)
        #expect(committed == page, "\(path) is stale. Run: \(LintPages.command)")
    }
}
