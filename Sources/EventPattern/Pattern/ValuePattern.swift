/// One alternative of a field: what a single scalar must look like.
enum ValuePattern: Hashable, Sendable {
    /// The text of a string, without quotes.
    case string([UInt8])
    /// One of the words true, false and null.
    case word([UInt8])
    case address(AddressRange, spelled: [UInt8])
    case number(ComparableNumber?, spelled: [UInt8])
    case prefix([UInt8])
    case suffix([UInt8])
    case prefixIgnoringCase(IgnoringCase)
    case suffixIgnoringCase(IgnoringCase)
    case equalsIgnoringCase(IgnoringCase)
    case wildcard(Wildcard)
    case numeric(NumericRange)
    case cidr(AddressRange, spelled: [UInt8])
    case exists(Bool)
    indirect case anythingBut([ValuePattern])

    /// Whether it asks for no value.
    var isAbsence: Bool { if case .exists(false) = self { true } else { false } }

    var isNumeric: Bool {
        switch self {
        case .number, .numeric: true
        case .anythingBut(let excluded): excluded.contains { $0.isNumeric }
        default: false
        }
    }
}

/// Bounds of a `numeric` pattern.
struct NumericRange: Hashable, Sendable {
    var low = -Double.greatestFiniteMagnitude
    var lowIncluded = true
    var high = Double.greatestFiniteMagnitude
    var highIncluded = true

    func contains(_ value: Double) -> Bool {
        (lowIncluded ? value >= low : value > low) && (highIncluded ? value <= high : value < high)
    }
}
