/// Values by key of which the oldest are forgotten, so that memory stays bounded however long a history is.
///
/// Two generations: what was not used for a whole generation is forgotten with it.
struct Recent<Key: Hashable, Value> {
    private var young: [Key: Value] = [:]
    private var old: [Key: Value] = [:]
    private let half: Int
    /// Whether anything was forgotten.
    private(set) var hasForgotten = false

    /// Holds at least half as many as `limit`, and never more.
    init(limit: Int) { half = max(1, limit / 2) }

    var count: Int { young.count + old.count }

    subscript(key: Key) -> Value? {
        mutating get {
            if let value = young[key] { return value }
            guard let value = old.removeValue(forKey: key) else { return nil }
            keep(value, key)
            return value
        }
        set {
            guard let newValue else {
                young[key] = nil
                old[key] = nil
                return
            }
            old[key] = nil
            keep(newValue, key)
        }
    }

    private mutating func keep(_ value: Value, _ key: Key) {
        if young.count >= half, young[key] == nil {
            if !old.isEmpty { hasForgotten = true }
            (old, young) = (young, [:])
        }
        young[key] = value
    }
}
