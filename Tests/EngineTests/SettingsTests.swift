import ActionKit
import Testing

@testable import Engine

@Suite struct SettingsTests {
    @Test("a catalog finds actions by id and lists them in order")
    func catalog() {
        #expect(Stage.catalog["test.mark"] is TestMark.Type)
        #expect(Stage.catalog["test.none"] == nil)
        #expect(
            Stage.catalog.manifests.map(\.id) == [
                "test.archive", "test.isolate", "test.keep", "test.mark", "test.notify", "test.report",
            ])
    }

    @Test("an action that is listed twice is there once")
    func twice() {
        #expect(ActionCatalog([TestMark.self, TestMark.self]).manifests.count == 1)
    }
}
