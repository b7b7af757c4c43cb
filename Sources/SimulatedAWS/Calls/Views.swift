/// The world now, and as it was for as long as somebody may still see it so.
struct Views {
    private var past: [(end: Double, world: World)] = []
    private(set) var current: World
    private let memory: Double

    init(_ world: World, memory: Double) {
        current = world
        self.memory = memory
    }

    mutating func replace(with world: World, at now: Double) {
        if memory > 0, world != current {
            past.removeAll { $0.end < now - memory }
            past.append((now, current))
        }
        current = world
    }

    /// The world as it was at a time.
    func world(at time: Double) -> World {
        past.first { $0.end > time }?.world ?? current
    }
}
