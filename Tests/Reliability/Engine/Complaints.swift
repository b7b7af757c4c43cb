/// Broken promises of very many runs, gathered so that people can read them: each kind once, with its number.
package struct Complaints: Sendable {
    private var places: [String: [String]] = [:]

    package init() {}

    /// Adds what one run broke.
    package mutating func add(_ sentences: [String], at place: String, of operation: String) {
        for sentence in sentences { places["\(operation): \(sentence.prefix(400))", default: []].append(place) }
    }

    package mutating func add(_ others: Complaints) { places.merge(others.places) { $0 + $1 } }

    package var isEmpty: Bool { places.isEmpty }
    package var count: Int { places.values.reduce(0) { $0 + $1.count } }

    package var text: String {
        places.sorted { $0.key < $1.key }.prefix(40).map { sentence, places in
            "\(places.count) times, first \(places.first ?? ""): \(sentence)"
        }.joined(separator: "\n")
    }
}
