/// Plots of verdicts as SVG.
enum Plot {
    /// Verdicts in the order in which they are stacked, with the class that colours them.
    static let shown: [(verdict: Verdict, style: String)] = [
        (.acts, "acts"), (.asks, "asks"), (.tells, "tells"), (.exempt, "exempt"), (.overBudget, "budget"),
        (.held, "held"),
        (.duplicate, "duplicate"), (.notApplicable, "none"),
    ]

    private static let width = 960.0

    /// A stacked column for each name, such as a day; many are put together, so that a plot stays readable.
    static func columns(_ lines: [ReplayReport.Line], height: Double = 220) -> String {
        guard !lines.isEmpty else { return "<p>Nothing matched.</p>" }
        let columns = joined(lines, to: 120)
        let top = scale(columns.map { column in column.parts.reduce(0) { $0 + $1.count } }.max() ?? 1)
        let (left, bottom) = (56.0, 40.0)
        let step = (width - left) / Double(columns.count)
        let plotHeight = height - bottom
        var parts = grid(top, left, plotHeight)
        for (index, column) in columns.enumerated() {
            let x = left + Double(index) * step + step * 0.1
            var y = plotHeight
            for part in column.parts where part.count > 0 {
                let size = plotHeight * Double(part.count) / Double(top)
                y -= size
                parts.append(
                    "<rect class=\"\(part.style)\" x=\"\(short(x))\" y=\"\(short(y))\" width=\"\(short(step * 0.8))\" "
                        + "height=\"\(short(size))\"><title>\(HTMLText.escaped(column.name)): \(part.count) "
                        + "\(part.words)</title></rect>")
            }
        }
        for index in labels(columns.count) {
            let x = left + (Double(index) + 0.5) * step
            parts.append(
                "<text x=\"\(short(x))\" y=\"\(short(height - 18))\" text-anchor=\"middle\">"
                    + "\(HTMLText.escaped(columns[index].label))</text>")
        }
        return svg(parts, height)
    }

    /// A stacked bar for each name, such as a rule.
    static func bars(_ lines: [ReplayReport.Line]) -> String {
        let lines = lines.filter { $0.tally.matched > 0 }
        guard !lines.isEmpty else { return "<p>Nothing matched.</p>" }
        let most = Double(lines.map(\.tally.matched).max() ?? 1)
        let (left, row) = (420.0, 24.0)
        let room = width - left - 80
        var parts: [String] = []
        for (index, line) in lines.enumerated() {
            let y = Double(index) * row
            var x = left
            parts.append(
                "<text x=\"\(short(left - 10))\" y=\"\(short(y + 16))\" text-anchor=\"end\">"
                    + "\(HTMLText.escaped(cut(line.name)))<title>\(HTMLText.escaped(line.name))</title></text>")
            for (verdict, style) in shown where line.tally[verdict] > 0 {
                let size = room * Double(line.tally[verdict]) / most
                parts.append(
                    "<rect class=\"\(style)\" x=\"\(short(x))\" y=\"\(short(y + 4))\" width=\"\(short(size))\" "
                        + "height=\"\(short(row - 8))\"><title>\(HTMLText.escaped(line.name)): \(line.tally[verdict]) "
                        + "\(verdict.words)</title></rect>")
                x += size
            }
            parts.append(
                "<text x=\"\(short(x + 8))\" y=\"\(short(y + 16))\">\(HTMLText.number(line.tally.matched))</text>")
        }
        return svg(parts, Double(lines.count) * row + 4)
    }

    static var legend: String {
        "<p class=\"legend\">"
            + shown.map { "<span><i class=\"\($0.style)\"></i>\($0.verdict.words)</span>" }.joined(separator: " ")
            + "</p>"
    }

    // MARK: Parts

    private struct Column {
        var name: String
        var label: String
        var parts: [(style: String, words: String, count: Int)]
    }

    private static func joined(_ lines: [ReplayReport.Line], to limit: Int) -> [Column] {
        let size = (lines.count + limit - 1) / limit
        return stride(from: 0, to: lines.count, by: size).map { start in
            let group = lines[start..<min(start + size, lines.count)]
            let (first, last) = (group.first?.name ?? "", group.last?.name ?? "")
            let parts = shown.map { verdict, style in
                (style: style, words: verdict.words, count: group.reduce(0) { $0 + $1.tally[verdict] })
            }
            return Column(name: first == last ? first : "\(first) to \(last)", label: first, parts: parts)
        }
    }

    private static func grid(_ top: Int, _ left: Double, _ height: Double) -> [String] {
        [0, 1, 2, 3, 4].map { line in
            let y = height - height * Double(line) / 4
            return "<line x1=\"\(short(left))\" x2=\"\(short(width))\" y1=\"\(short(y))\" y2=\"\(short(y))\"/>"
                + "<text x=\"\(short(left - 8))\" y=\"\(short(max(y + 4, 11)))\" text-anchor=\"end\">"
                + "\(HTMLText.number(top * line / 4))</text>"
        }
    }

    /// The next number of the form 4, 8, 20, 40, 80, 200 …, which quarters divide.
    private static func scale(_ most: Int) -> Int {
        var unit = 4
        while unit < most {
            for factor in [2, 5, 10] where unit * factor >= most { return unit * factor }
            unit *= 10
        }
        return unit
    }

    /// At most seven labels, evenly.
    private static func labels(_ count: Int) -> [Int] {
        let step = max(1, (count + 6) / 7)
        return Array(stride(from: 0, to: count, by: step))
    }

    private static func cut(_ name: String) -> String {
        name.count <= 58 ? name : "…" + name.suffix(57)
    }

    private static func short(_ value: Double) -> String { ReplayReport.decimal(value) }

    private static func svg(_ parts: [String], _ height: Double) -> String {
        // A narrow window scrolls the plot: shrunk to its width nobody could read it.
        "<div class=\"plot\"><svg viewBox=\"0 0 \(short(width)) \(short(height))\" role=\"img\">\n"
            + parts.joined(separator: "\n") + "\n</svg></div>"
    }
}
