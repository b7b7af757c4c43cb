extension Array where Element: Sendable {
    /// Maps with a bounded number of elements in work at once; the answers stand in the order of the elements.
    func mapAtOnce<Answer: Sendable>(
        _ limit: Int, progress: @Sendable (Int) -> Void = { _ in },
        _ transform: @escaping @Sendable (Element) async -> Answer
    ) async -> [Answer] {
        await withTaskGroup(of: (Int, Answer).self) { group in
            var answers = [Answer?](repeating: nil, count: count)
            var done = 0
            func keep(_ pair: (Int, Answer)) {
                answers[pair.0] = pair.1
                done += 1
                progress(done)
            }
            for (index, element) in enumerated() {
                if index >= limit, let pair = await group.next() { keep(pair) }
                group.addTask { (index, await transform(element)) }
            }
            while let pair = await group.next() { keep(pair) }
            return answers.compactMap(\.self)
        }
    }
}
