/// Shapes as a network of places: where in each shape a text can be after some of its bytes.
struct ShapeNetwork {
    struct Place {
        var edges: [(byte: UInt8, place: Int32)] = []
        /// The place is not left by any byte.
        var isStar = false
        /// The pattern that is met as soon as the place is reached.
        var met: UInt32?
        /// The pattern that is met where the text ends here.
        var metAtEnd: UInt32?
        /// Number of the shape, and of the stars before the place.
        var shape: Int32
        var stars: Int32
    }

    private(set) var places: [Place] = []
    /// Where each shape begins.
    private(set) var starts: [Int32] = []

    init(_ shapes: [TextShape]) {
        for (index, shape) in shapes.enumerated() { add(shape, Int32(index)) }
    }

    private mutating func add(_ shape: TextShape, _ number: Int32) {
        var stars: Int32 = 0
        var here = append(Place(shape: number, stars: stars))
        starts.append(here)
        for link in shape.links {
            switch link {
            case .star:
                // The place itself is the star: what comes next may begin after any byte.
                stars += 1
                places[Int(here)].isStar = true
                places[Int(here)].stars = stars
            case .spellings(let spellings):
                let next = append(Place(shape: number, stars: stars))
                for spelling in spellings { connect(here, next, spelling) }
                here = next
            }
        }
        if shape.isWhole { places[Int(here)].metAtEnd = shape.pattern } else { places[Int(here)].met = shape.pattern }
    }

    private mutating func connect(_ from: Int32, _ to: Int32, _ spelling: [UInt8]) {
        var here = from
        for (index, byte) in spelling.enumerated() {
            let isLast = index == spelling.count - 1
            let next = isLast ? to : append(Place(shape: places[Int(from)].shape, stars: places[Int(from)].stars))
            places[Int(here)].edges.append((byte, next))
            here = next
        }
    }

    private mutating func append(_ place: Place) -> Int32 {
        places.append(place)
        return Int32(places.count - 1)
    }

    /// The bytes that make a difference in any of the places.
    func bytes(of places: [Int32]) -> [UInt8] {
        Set(places.flatMap { self.places[Int($0)].edges.map(\.byte) }).sorted()
    }

    /// The places that can follow on a byte, sorted; nil stands for every byte that no edge is about.
    func next(_ current: [Int32], _ byte: UInt8?) -> [Int32] {
        var next: [Int32] = []
        for index in current {
            let place = places[Int(index)]
            if place.isStar { next.append(index) }
            guard let byte else { continue }
            for edge in place.edges where edge.byte == byte { next.append(edge.place) }
        }
        return withoutSurpassed(next)
    }

    /// Whoever has passed a later star of a shape can do all that one before it can.
    private func withoutSurpassed(_ places: [Int32]) -> [Int32] {
        var furthest: [Int32: Int32] = [:]
        for index in places where self.places[Int(index)].isStar {
            let place = self.places[Int(index)]
            furthest[place.shape] = max(place.stars, furthest[place.shape] ?? 0)
        }
        let sorted = Set(places).sorted()
        if furthest.isEmpty { return sorted }
        return sorted.filter { index in
            let place = self.places[Int(index)]
            return place.stars >= furthest[place.shape] ?? 0
        }
    }
}
