import Actions

/// Says which rules of a group are open, in as many characters as AWS Config takes.
struct Annotation {
    static let limit = 256

    let text: String

    /// `isNamed` where the rules have the ids that EC2 gave them.
    init(_ open: [SecurityGroupRule], isNamed: Bool) {
        let words = open.map { rule in
            "\(rule.traffic.words) open to \(rule.source)" + (isNamed ? " (\(rule.id))" : "")
        }.sorted()
        var text = ""
        for (index, phrase) in words.enumerated() {
            let next = (index == 0 ? "" : "; ") + phrase
            // What is left out is counted, so there must stay room for the count.
            let isLast = index == words.count - 1
            let more = "; and \(words.count - index) more"
            guard text.count + next.count + (isLast ? 0 : more.count) <= Self.limit else {
                text += index == 0 ? "\(words.count) rules are open." : more
                break
            }
            text += next
        }
        self.text = text
    }
}
