/// Reads Swift values out of JSON that is parsed already.
///
/// `JSONDecoder` tries every kind of value in turn where any JSON may stand, and each wrong guess is an error with a path: the
/// plans of a journal, which are full of such places, took milliseconds each.
package struct JSONValueDecoder: Decoder {
    let value: JSONValue
    let place: Place
    package var codingPath: [any CodingKey] { place.path }
    package var userInfo: [CodingUserInfoKey: Any] { [:] }

    /// Errors are `DecodingError`s.
    package static func decode<Value: Decodable>(_ type: Value.Type, from value: JSONValue) throws -> Value {
        try JSONValueDecoder(value, .root).decode(type)
    }

    init(_ value: JSONValue, _ place: Place) { (self.value, self.place) = (value, place) }

    /// Where a value stands, as an error names it: made for each value, read for hardly any.
    indirect enum Place {
        case root
        case member(any CodingKey, of: Place)
        case element(Int, of: Place)

        var path: [any CodingKey] {
            switch self {
            case .root: []
            case .member(let key, let place): place.path + [key]
            case .element(let index, let place): place.path + [Position(intValue: index)]
            }
        }
    }

    private struct Position: CodingKey {
        let intValue: Int?
        var stringValue: String { intValue.map(String.init) ?? "" }

        init(intValue: Int) { self.intValue = intValue }
        init?(stringValue: String) { nil }
    }

    package func container<Key: CodingKey>(keyedBy type: Key.Type) throws -> KeyedDecodingContainer<Key> {
        guard case .object(let members) = value else { throw mismatch(type, "an object") }
        return KeyedDecodingContainer(JSONMembers<Key>(members, place))
    }

    package func unkeyedContainer() throws -> any UnkeyedDecodingContainer {
        guard case .array(let elements) = value else { throw mismatch([JSONValue].self, "a list") }
        return JSONElements(elements, place)
    }

    package func singleValueContainer() throws -> any SingleValueDecodingContainer { self }

    func mismatch(_ type: Any.Type, _ wanted: String) -> DecodingError {
        let context = DecodingError.Context(
            codingPath: codingPath, debugDescription: "\(wanted) was expected, and there is \(value.kind)")
        return .typeMismatch(type, context)
    }
}

extension JSONValueDecoder: SingleValueDecodingContainer {
    package func decodeNil() -> Bool { value == .null }

    package func decode(_ type: Bool.Type) throws -> Bool {
        guard case .bool(let bool) = value else { throw mismatch(type, "a boolean") }
        return bool
    }

    package func decode(_ type: String.Type) throws -> String {
        guard case .string(let text) = value else { throw mismatch(type, "a string") }
        return text
    }

    package func decode<Value: Decodable>(_ type: Value.Type) throws -> Value {
        // Any JSON is what it is, and most of it are texts.
        if type == JSONValue.self, let value = value as? Value { return value }
        if type == String.self, let text = try decode(String.self) as? Value { return text }
        return try type.init(from: self)
    }

    package func decode(_ type: Double.Type) throws -> Double { try number(type) }
    package func decode(_ type: Float.Type) throws -> Float { try number(type) }
    package func decode(_ type: Int.Type) throws -> Int { try number(type) }
    package func decode(_ type: Int8.Type) throws -> Int8 { try number(type) }
    package func decode(_ type: Int16.Type) throws -> Int16 { try number(type) }
    package func decode(_ type: Int32.Type) throws -> Int32 { try number(type) }
    package func decode(_ type: Int64.Type) throws -> Int64 { try number(type) }
    package func decode(_ type: UInt.Type) throws -> UInt { try number(type) }
    package func decode(_ type: UInt8.Type) throws -> UInt8 { try number(type) }
    package func decode(_ type: UInt16.Type) throws -> UInt16 { try number(type) }
    package func decode(_ type: UInt32.Type) throws -> UInt32 { try number(type) }
    package func decode(_ type: UInt64.Type) throws -> UInt64 { try number(type) }

    private func number<Number: LosslessStringConvertible>(_ type: Number.Type) throws -> Number {
        guard case .number(let text) = value, let number = Number(text) else {
            throw mismatch(type, "a number that fits \(type)")
        }
        return number
    }
}

/// The members of an object.
private struct JSONMembers<Key: CodingKey>: KeyedDecodingContainerProtocol {
    let members: [String: JSONValue]
    let place: JSONValueDecoder.Place
    var codingPath: [any CodingKey] { place.path }

    init(_ members: [String: JSONValue], _ place: JSONValueDecoder.Place) {
        (self.members, self.place) = (members, place)
    }

    var allKeys: [Key] { members.keys.compactMap(Key.init(stringValue:)) }

    func contains(_ key: Key) -> Bool { members[key.stringValue] != nil }

    func decodeNil(forKey key: Key) throws -> Bool { try decoder(key).value == .null }

    func decode<Value: Decodable>(_ type: Value.Type, forKey key: Key) throws -> Value {
        try decoder(key).decode(type)
    }

    func decodeIfPresent<Value: Decodable>(_ type: Value.Type, forKey key: Key) throws -> Value? {
        guard let member = members[key.stringValue], member != .null else { return nil }
        return try JSONValueDecoder(member, .member(key, of: place)).decode(type)
    }

    func nestedContainer<Nested: CodingKey>(
        keyedBy type: Nested.Type, forKey key: Key
    ) throws -> KeyedDecodingContainer<Nested> { try decoder(key).container(keyedBy: type) }

    func nestedUnkeyedContainer(forKey key: Key) throws -> any UnkeyedDecodingContainer {
        try decoder(key).unkeyedContainer()
    }

    func superDecoder() throws -> any Decoder { JSONValueDecoder(.object(members), place) }

    func superDecoder(forKey key: Key) throws -> any Decoder { try decoder(key) }

    private func decoder(_ key: Key) throws -> JSONValueDecoder {
        guard let member = members[key.stringValue] else {
            let context = DecodingError.Context(
                codingPath: codingPath, debugDescription: "\"\(key.stringValue)\" is missing")
            throw DecodingError.keyNotFound(key, context)
        }
        return JSONValueDecoder(member, .member(key, of: place))
    }
}

/// The elements of a list, one after the other.
private struct JSONElements: UnkeyedDecodingContainer {
    let elements: [JSONValue]
    let place: JSONValueDecoder.Place
    var codingPath: [any CodingKey] { place.path }
    var currentIndex = 0

    init(_ elements: [JSONValue], _ place: JSONValueDecoder.Place) { (self.elements, self.place) = (elements, place) }

    var count: Int? { elements.count }
    var isAtEnd: Bool { currentIndex == elements.count }

    mutating func decodeNil() throws -> Bool {
        guard try here().value == .null else { return false }
        currentIndex += 1
        return true
    }

    mutating func decode<Value: Decodable>(_ type: Value.Type) throws -> Value {
        try next { try $0.decode(type) }
    }

    mutating func nestedContainer<Nested: CodingKey>(
        keyedBy type: Nested.Type
    ) throws -> KeyedDecodingContainer<Nested> { try next { try $0.container(keyedBy: type) } }

    mutating func nestedUnkeyedContainer() throws -> any UnkeyedDecodingContainer {
        try next { try $0.unkeyedContainer() }
    }

    mutating func superDecoder() throws -> any Decoder { try next { $0 } }

    /// An element that cannot be read is not stepped over.
    private mutating func next<Value>(_ read: (JSONValueDecoder) throws -> Value) throws -> Value {
        let value = try read(here())
        currentIndex += 1
        return value
    }

    private func here() throws -> JSONValueDecoder {
        guard !isAtEnd else {
            let context = DecodingError.Context(
                codingPath: codingPath, debugDescription: "there are only \(elements.count) elements")
            throw DecodingError.valueNotFound(JSONValue.self, context)
        }
        return JSONValueDecoder(elements[currentIndex], .element(currentIndex, of: place))
    }
}
