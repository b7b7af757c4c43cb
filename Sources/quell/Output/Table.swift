/// Rows in columns as wide as their widest cell; the last column takes what is left.
struct Table {
    struct Cell {
        let text: String
        let style: Terminal.Style?

        init(_ text: String, _ style: Terminal.Style? = nil) {
            self.text = Terminal.untrusted(text)
            self.style = style
        }
    }

    private let titles: [String]
    private var widths: [Int]

    /// `widths` are the least widths of the columns, for tables that are printed row by row.
    init(_ titles: [String], widths: [Int] = []) {
        self.titles = titles
        self.widths = titles.enumerated().map { index, title in
            max(title.count, index < widths.count ? widths[index] : 0)
        }
    }

    static func text(_ titles: [String], _ rows: [[Cell]]) -> String {
        var table = Table(titles)
        for row in rows {
            for (index, cell) in row.enumerated() { table.widths[index] = max(table.widths[index], cell.text.count) }
        }
        return ([table.header] + rows.map(table.row)).joined(separator: "\n")
    }

    var header: String { row(titles.map { Cell($0, .faint) }) }

    func row(_ cells: [Cell]) -> String {
        cells.enumerated().map { index, cell in
            let isLast = index == cells.count - 1
            let padding = String(repeating: " ", count: isLast ? 0 : max(0, widths[index] - cell.text.count))
            return Terminal.styled(cell.text, cell.style) + padding
        }.joined(separator: "  ")
    }
}
