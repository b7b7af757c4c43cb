/// Breadth-first search over everything that can happen, until nothing new does.
struct Exploration {
    struct Result {
        /// States, each once.
        var states = 0
        var transitions = 0
        /// States in which nothing more happens by itself.
        var ends = 0
        /// States of the engine's own `Execution`.
        var executions = 0
        /// False where the search was given up before everything was seen.
        var isComplete = true
        var violation: Violation?
    }

    /// A broken promise, and the shortest way to it.
    struct Violation {
        let promise: Promise
        let path: [String]
    }

    let skeleton: Skeleton
    let responders: Int
    let faults: Int
    var mutants: Mutant = []
    var limit = 30_000_000

    /// Everything that can be reached, or as much as shows a broken promise.
    func run() -> Result {
        let histories = Histories()
        let driver = Driver(skeleton: skeleton, histories: histories, mutants: mutants, faults: faults)
        var (result, keys, parents) = (Result(), [Situation.Key](), [Int32]())
        var seen: Set<Situation.Key> = []
        func visit(_ situation: Situation, from parent: Int) {
            let key = situation.key
            guard seen.insert(key).inserted else { return }
            keys.append(key)
            parents.append(Int32(parent))
        }
        for beginning in skeleton.beginnings { visit(Situation(beginning, responders: responders), from: -1) }
        var naming = driver
        naming.isNaming = true
        var index = 0
        search: while index < keys.count {
            guard keys.count < limit else {
                result.isComplete = false
                break
            }
            let situation = Situation(keys[index])
            let next = driver.all(from: situation)
            result.transitions += next.count
            for (place, step) in next.enumerated() {
                if let promise = step.broken {
                    let last = naming.all(from: situation)[place]
                    let path = Self.path(to: index, keys, parents, naming) + ["\(last.actor): \(last.name)"]
                    result.violation = Violation(promise: promise, path: path)
                    break search
                }
                visit(step.situation, from: index)
            }
            if !next.contains(where: { !$0.isFault }) {
                result.ends += 1
                if let promise = Invariants(driver).atTheEnd(situation) {
                    let path = Self.path(to: index, keys, parents, naming)
                    result.violation = Violation(promise: promise, path: path)
                    break search
                }
            }
            index += 1
        }
        (result.states, result.executions) = (keys.count, histories.count)
        return result
    }

    /// The names of the steps that lead to a state.
    private static func path(
        to index: Int, _ keys: [Situation.Key], _ parents: [Int32], _ driver: Driver
    ) -> [String] {
        var (names, current) = ([String](), index)
        while parents[current] >= 0 {
            let parent = Int(parents[current])
            let step = driver.all(from: Situation(keys[parent])).first { $0.situation.key == keys[current] }
            names.append(step.map { "\($0.actor): \($0.name)" } ?? "?")
            current = parent
        }
        return names.reversed()
    }
}
