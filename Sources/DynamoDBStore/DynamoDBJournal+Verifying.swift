package import Engine
import JSON

extension DynamoDBJournal {
    private static let pageSize = 500

    package func verify() async throws(JournalError) -> Verification {
        var check = ChainCheck()
        _ = try await walk(&check)
        return check.verification
    }

    /// False as soon as something does not fit.
    private func walk(_ check: inout ChainCheck) async throws(JournalError) -> Bool {
        let end = try await storedHead()
        guard try await walkChain(&check, through: end.sequence), check.ends(at: end) else { return false }
        var rest = Table.Range(ItemKey.chain)
        rest.first = String(end.sequence + 1)
        rest.isBackward = true
        rest.limit = 1
        let place = try await items(rest).first
        guard
            check.hasNothing(
                after: try await storedHead(), place: place.flatMap { Int($0.key.sort) },
                of: place?.text("execution") ?? "")
        else { return false }
        guard end.sequence > 0 else { return true }
        var listed = Table.Range(ItemKey.began)
        (listed.first, listed.last) = ("1", String(end.sequence))
        return try await eachPage(of: listed) { item throws(JournalError) in
            check.knows(item.text("execution") ?? "", from: Int(item.key.sort) ?? 0)
        }
    }

    private func walkChain(_ check: inout ChainCheck, through last: Int) async throws(JournalError) -> Bool {
        guard last > 0 else { return true }
        var places = Table.Range(ItemKey.chain)
        (places.first, places.last) = ("1", String(last))
        places.limit = Self.pageSize
        return try await eachPage(of: places) { place throws(JournalError) in
            let execution = place.text("execution") ?? ""
            if check.lacks(execution) {
                guard check.add(try await stored(of: execution), of: execution) else { return false }
            }
            return check.accepts(place: Int(place.key.sort) ?? 0, of: execution)
        }
    }

    private func eachPage(
        of range: Table.Range, _ body: (Item) async throws(JournalError) -> Bool
    ) async throws(JournalError) -> Bool {
        var start: JSONValue?
        repeat {
            let page = try await page(range, from: start)
            for item in page.items { guard try await body(item) else { return false } }
            start = page.next
        } while start != nil
        return true
    }
}
