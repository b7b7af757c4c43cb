import ArgumentParser

/// Every N-th of what there is to try, such as `3/20`: for work of hours that is done in parts.
struct Share: Hashable, Sendable, ExpressibleByArgument {
    static let whole = Share(index: 0, count: 1)

    /// From 0.
    let index: Int
    let count: Int

    private init(index: Int, count: Int) { (self.index, self.count) = (index, count) }

    init?(argument: String) {
        let numbers = argument.split(separator: "/", omittingEmptySubsequences: false).map { Int($0) }
        guard numbers.count == 2, let index = numbers[0], let count = numbers[1], count > 0, 0..<count ~= index else {
            return nil
        }
        self.init(index: index, count: count)
    }

    func of<Element>(_ all: [Element]) -> [Element] {
        stride(from: index, to: all.count, by: count).map { all[$0] }
    }
}
