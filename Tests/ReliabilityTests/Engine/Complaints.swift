/// Broken promises of very many runs, gathered so that people can read them: each kind once, with its number.
struct Complaints {
    private var places: [String: [String]] = [:]

    /// Adds what one run broke.
    mutating func add(_ sentences: [String], at place: String, of operation: String) {
        for sentence in sentences { places["\(operation): \(sentence.prefix(400))", default: []].append(place) }
    }

    var isEmpty: Bool { places.isEmpty }

    var text: String {
        places.sorted { $0.key < $1.key }.prefix(40).map { sentence, places in
            "\(places.count) times, first \(places.first ?? ""): \(sentence)"
        }.joined(separator: "\n")
    }
}
