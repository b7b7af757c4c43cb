/// One step a byte through many shapes at once: the network's sets of places as the rows of a table.
///
/// Row 0 is the end: nothing more can be met. Sets with a star in them may be many: the table has a limit.
struct ByteAutomaton {
    static let end: UInt32 = 0
    /// In an entry of the table: whether patterns are met when the row is reached.
    static let meets: UInt32 = 1 << 31

    /// The column of each byte; column 0 is for bytes that make no difference.
    private(set) var columns = [UInt8](repeating: 0, count: 256)
    private(set) var width = 1
    /// The row after the opening quote, with its mark.
    private(set) var start: UInt32 = 0
    /// For each row and column the first entry of the next row, with its mark.
    private(set) var table: [UInt32] = [0]
    /// For each row the patterns that are met when it is reached, and where the text ends in it.
    private(set) var met: [[UInt32]] = [[]]
    private(set) var metAtEnd: [[UInt32]] = [[]]

    /// Answers nil where more entries than `limit` would be needed.
    init?(_ shapes: [TextShape], limit: Int) {
        let network = ShapeNetwork(shapes)
        let used = Set(network.places.flatMap { $0.edges.map(\.byte) }).sorted()
        guard used.count < 256 else { return nil }
        for (index, byte) in used.enumerated() { columns[Int(byte)] = UInt8(index + 1) }
        width = used.count + 1
        table = [UInt32](repeating: 0, count: width)
        var rows: [[Int32]: UInt32] = [[]: 0]
        var waiting: [[Int32]] = [[]]
        start = row(network.next(network.starts, UInt8(ascii: "\"")), network, &rows, &waiting)
        var number = 1
        while number < waiting.count {
            guard waiting.count * width <= limit else { return nil }
            let places = waiting[number]
            let otherwise = row(network.next(places, nil), network, &rows, &waiting)
            for column in 0..<width { table[number * width + column] = otherwise }
            for byte in network.bytes(of: places) {
                let entry = row(network.next(places, byte), network, &rows, &waiting)
                table[number * width + Int(columns[Int(byte)])] = entry
            }
            number += 1
        }
    }

    private mutating func row(
        _ places: [Int32], _ network: ShapeNetwork, _ rows: inout [[Int32]: UInt32], _ waiting: inout [[Int32]]
    ) -> UInt32 {
        // What has been met as soon as it was reached is done with.
        let live = places.filter { !network.places[Int($0)].edges.isEmpty || network.places[Int($0)].metAtEnd != nil }
        let reached = places.compactMap { network.places[Int($0)].met }
        let key = reached.isEmpty ? live : places
        if let known = rows[key] { return known }
        let mark = reached.isEmpty ? 0 : Self.meets
        let entry = UInt32(waiting.count * width) | mark
        rows[key] = entry
        waiting.append(live)
        table += [UInt32](repeating: 0, count: width)
        met.append(reached)
        metAtEnd.append(live.compactMap { network.places[Int($0)].metAtEnd })
        return entry
    }

    /// The patterns that a text meets, each once, read from the end that the shapes begin at; nil where they are too many.
    func patterns(metBy text: [UInt8], limit: Int) -> Set<UInt32>? {
        var patterns: Set<UInt32> = []
        var row = start
        for byte in text + [UInt8(ascii: "\"")] {
            if row & Self.meets != 0 { patterns.formUnion(met[self.row(at: row)]) }
            if patterns.count > limit { return nil }
            row = table[Int(row & ~Self.meets) + Int(columns[Int(byte)])]
        }
        if row & Self.meets != 0 { patterns.formUnion(met[self.row(at: row)]) }
        patterns.formUnion(metAtEnd[self.row(at: row)])
        return patterns.count > limit ? nil : patterns
    }

    /// The number of the row that an entry leads to.
    private func row(at entry: UInt32) -> Int { Int(entry & ~Self.meets) / width }

    /// As few automata as the limit allows: a set of shapes that needs too large a table is halved.
    static func all(_ shapes: [TextShape], limit: Int) -> [ByteAutomaton] {
        if shapes.isEmpty { return [] }
        if let one = ByteAutomaton(shapes, limit: shapes.count == 1 ? .max : limit) { return [one] }
        let half = shapes.count / 2
        return all(Array(shapes[..<half]), limit: limit) + all(Array(shapes[half...]), limit: limit)
    }
}
