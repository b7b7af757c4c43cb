/// Makes JSON of Swift values, the counterpart of `JSONValueDecoder`.
///
/// What is JSON already is taken as it is: `JSONEncoder` takes it apart and puts it together again, and numbers lose their spelling
/// on the way.
package enum JSONValueEncoder {
    /// Errors are `EncodingError`s.
    package static func encode(_ value: some Encodable) throws -> JSONValue { try JSONBuilder.json(value, .root) }
}

/// What one value has written of itself.
private final class JSONBuilder: Encoder {
    private enum Content {
        case nothing
        case value(JSONValue)
        case members([String: JSONValue])
        case elements([JSONValue])
    }

    private var content = Content.nothing
    /// Containers inside of this one that may still grow: read when all is written.
    private var nested: [(place: JSONValueDecoder.Place, builder: JSONBuilder)] = []
    fileprivate let place: JSONValueDecoder.Place
    var codingPath: [any CodingKey] { place.path }
    var userInfo: [CodingUserInfoKey: Any] { [:] }

    private init(_ place: JSONValueDecoder.Place) { self.place = place }

    static func json<Value: Encodable>(_ value: Value, _ place: JSONValueDecoder.Place) throws -> JSONValue {
        // Any JSON is what it is, and most of the rest are texts.
        if Value.self == JSONValue.self, let json = value as? JSONValue { return json }
        if Value.self == String.self, let text = value as? String { return .string(text) }
        let builder = JSONBuilder(place)
        try value.encode(to: builder)
        return builder.json
    }

    /// A value that writes nothing is an empty object.
    var json: JSONValue {
        switch content {
        case .nothing: return [:]
        case .value(let value): return value
        case .members(var members):
            for case (.member(let key, _), let builder) in nested { members[key.stringValue] = builder.json }
            return .object(members)
        case .elements(var elements):
            for case (.element(let index, _), let builder) in nested { elements[index] = builder.json }
            return .array(elements)
        }
    }

    func container<Key: CodingKey>(keyedBy type: Key.Type) -> KeyedEncodingContainer<Key> {
        if case .nothing = content { content = .members(Dictionary(minimumCapacity: 6)) }
        return KeyedEncodingContainer(Members<Key>(builder: self))
    }

    func unkeyedContainer() -> any UnkeyedEncodingContainer {
        if case .nothing = content { content = .elements([]) }
        return Elements(builder: self)
    }

    func singleValueContainer() -> any SingleValueEncodingContainer { Single(builder: self) }

    // MARK: What containers write

    fileprivate func write(_ value: JSONValue) { content = .value(value) }

    fileprivate func write(_ value: JSONValue, at key: any CodingKey) {
        guard case .members(var members) = content else { preconditionFailure("\(key) is written to no object") }
        // Its only owner changes it: nothing is copied.
        content = .nothing
        members[key.stringValue] = value
        content = .members(members)
    }

    fileprivate func append(_ value: JSONValue) {
        guard case .elements(var elements) = content else { preconditionFailure("an element is written to no list") }
        content = .nothing
        elements.append(value)
        content = .elements(elements)
    }

    fileprivate var count: Int {
        guard case .elements(let elements) = content else { return 0 }
        return elements.count
    }

    fileprivate func member(_ key: any CodingKey) -> JSONBuilder { nest(.member(key, of: place)) }

    fileprivate func element() -> JSONBuilder {
        append(.null)
        return nest(.element(count - 1, of: place))
    }

    private func nest(_ place: JSONValueDecoder.Place) -> JSONBuilder {
        let builder = JSONBuilder(place)
        nested.append((place, builder))
        return builder
    }
}

/// The members of an object.
private struct Members<Key: CodingKey>: KeyedEncodingContainerProtocol {
    let builder: JSONBuilder
    var codingPath: [any CodingKey] { builder.codingPath }

    mutating func encodeNil(forKey key: Key) throws { builder.write(.null, at: key) }

    mutating func encode<Value: Encodable>(_ value: Value, forKey key: Key) throws {
        builder.write(try JSONBuilder.json(value, .member(key, of: builder.place)), at: key)
    }

    mutating func nestedContainer<Nested: CodingKey>(
        keyedBy type: Nested.Type, forKey key: Key
    ) -> KeyedEncodingContainer<Nested> { builder.member(key).container(keyedBy: type) }

    mutating func nestedUnkeyedContainer(forKey key: Key) -> any UnkeyedEncodingContainer {
        builder.member(key).unkeyedContainer()
    }

    mutating func superEncoder() -> any Encoder { builder.member(SuperKey()) }
    mutating func superEncoder(forKey key: Key) -> any Encoder { builder.member(key) }
}

/// The name that Swift gives to what a superclass writes.
private struct SuperKey: CodingKey {
    var stringValue: String { "super" }
    var intValue: Int? { nil }

    init() {}
    init?(stringValue: String) { nil }
    init?(intValue: Int) { nil }
}

/// The elements of a list, one after the other.
private struct Elements: UnkeyedEncodingContainer {
    let builder: JSONBuilder
    var codingPath: [any CodingKey] { builder.codingPath }
    var count: Int { builder.count }

    mutating func encodeNil() throws { builder.append(.null) }

    mutating func encode<Value: Encodable>(_ value: Value) throws {
        builder.append(try JSONBuilder.json(value, .element(count, of: builder.place)))
    }

    mutating func nestedContainer<Nested: CodingKey>(
        keyedBy type: Nested.Type
    ) -> KeyedEncodingContainer<Nested> { builder.element().container(keyedBy: type) }

    mutating func nestedUnkeyedContainer() -> any UnkeyedEncodingContainer { builder.element().unkeyedContainer() }
    mutating func superEncoder() -> any Encoder { builder.element() }
}

/// A value that is neither an object nor a list.
private struct Single: SingleValueEncodingContainer {
    let builder: JSONBuilder
    var codingPath: [any CodingKey] { builder.codingPath }

    mutating func encodeNil() throws { builder.write(.null) }
    mutating func encode(_ value: Bool) throws { builder.write(.bool(value)) }
    mutating func encode(_ value: String) throws { builder.write(.string(value)) }
    mutating func encode(_ value: Double) throws { builder.write(try number(value)) }
    mutating func encode(_ value: Float) throws { builder.write(try number(Double(value))) }
    mutating func encode(_ value: Int) throws { whole(value) }
    mutating func encode(_ value: Int8) throws { whole(value) }
    mutating func encode(_ value: Int16) throws { whole(value) }
    mutating func encode(_ value: Int32) throws { whole(value) }
    mutating func encode(_ value: Int64) throws { whole(value) }
    mutating func encode(_ value: UInt) throws { whole(value) }
    mutating func encode(_ value: UInt8) throws { whole(value) }
    mutating func encode(_ value: UInt16) throws { whole(value) }
    mutating func encode(_ value: UInt32) throws { whole(value) }
    mutating func encode(_ value: UInt64) throws { whole(value) }

    mutating func encode<Value: Encodable>(_ value: Value) throws {
        builder.write(try JSONBuilder.json(value, builder.place))
    }

    private func whole(_ value: some BinaryInteger) { builder.write(.number(String(value))) }

    /// Whole numbers without a fraction, as other encoders write them.
    private func number(_ value: Double) throws -> JSONValue {
        guard value.isFinite else {
            let context = EncodingError.Context(codingPath: codingPath, debugDescription: "\(value) is no JSON number")
            throw EncodingError.invalidValue(value, context)
        }
        return .number(Int(exactly: value).map(String.init) ?? String(value))
    }
}
