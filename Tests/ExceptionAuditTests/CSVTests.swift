import Testing

@testable import ExceptionAudit

@Suite struct CSVTests {
    @Test(
        "a cell that a spreadsheet would run becomes text",
        arguments: [
            ("=HYPERLINK(1)", "'=HYPERLINK(1)"), ("+1", "'+1"), ("-1", "'-1"), ("@SUM", "'@SUM"), ("\tx", "'\tx"),
            ("\rx", "\"'\rx\""), ("\r\nx", "\"'\r\nx\""), ("=\"a\",b", "\"'=\"\"a\"\",b\""),
        ])
    func formulas(text: String, cell: String) { #expect(CSV.cell(text) == cell) }

    @Test(
        "commas, quotes and line ends are quoted, and nothing else is touched",
        arguments: [
            ("Jira-1234", "Jira-1234"), ("", ""), ("a,b", "\"a,b\""), ("a\"b", "\"a\"\"b\""), ("a\nb", "\"a\nb\""),
            ("a\r\nb", "\"a\r\nb\""), ("a=b", "a=b"),
        ])
    func quoting(text: String, cell: String) { #expect(CSV.cell(text) == cell) }

    @Test("every line ends with CR LF")
    func lines() { #expect(CSV.text([["a", "b"], ["c,d", ""]]) == "a,b\r\n\"c,d\",\r\n") }
}
