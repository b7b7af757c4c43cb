import Engine

/// The states of the engine's own `Execution` that records lead to, each once and by number.
///
/// The engine computes every one of them: it receives the record, and it says what comes next.
final class Histories {
    typealias Number = UInt16

    private struct Edge: Hashable {
        let from: Number
        let letter: Letter
    }

    private var executions: [Execution] = []
    private var numbers: [Execution: Number] = [:]
    private var edges: [Edge: Number] = [:]
    private(set) var facts: [Facts] = []

    /// Number 0 is the execution of which nothing is written yet.
    init() { _ = number(of: Execution(id: "e")) }

    var count: Int { executions.count }

    func after(_ number: Number, _ letter: Letter) -> Number {
        let edge = Edge(from: number, letter: letter)
        if let known = edges[edge] { return known }
        var execution = executions[Int(number)]
        for record in letter.records { execution.receive(record) }
        let next = self.number(of: execution)
        edges[edge] = next
        return next
    }

    private func number(of execution: Execution) -> Number {
        if let known = numbers[execution] { return known }
        let number = Number(executions.count)
        executions.append(execution)
        facts.append(Facts(execution))
        numbers[execution] = number
        return number
    }

    subscript(number: Number) -> Facts { facts[Int(number)] }
}
