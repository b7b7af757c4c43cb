import JSON

/// Numbers and addresses, which are compared by what they mean.
extension EventWalk {
    /// The service carries a number with a fraction or an exponent in a double; the library compares it as spelled.
    mutating func number(_ field: UnsafePointer<Field>, _ start: Int, _ end: Int, _ passed: inout Int) {
        let hasValues = !field.pointee.numbers.isEmpty || !field.pointee.ranges.isEmpty
        if !hasValues, field.pointee.texts.isEmpty, !field.pointee.hasAddresses { return }
        let spelled = NumberText(text, start, end, scan.scanner)
        let isAsSpelled = spelled.isInteger || !carriesFloats
        if hasValues, let value = value(spelled, isAsSpelled, start, end) {
            compare(value, field, &passed)
        }
        if isAsSpelled, !field.pointee.texts.isEmpty {
            note(find(field, .number, text, start, end &- start), &passed)
        }
        if !field.pointee.hasAddresses { return }
        if isAsSpelled {
            digits(field, text, start, end &- start, isNumber: true, &passed)
        } else {
            floatDigits(field, start, end, &passed)
        }
    }

    /// The number's value where it can be compared.
    ///
    /// A double that the service made of a text always can.
    @inline(__always)
    private mutating func value(_ spelled: NumberText, _ isAsSpelled: Bool, _ start: Int, _ end: Int) -> Double? {
        if !isAsSpelled || spelled.isSurelyComparable {
            if let value = spelled.double(tables.powers) { return value.isFinite ? value : nil }
        }
        return slowValue(start, end)
    }

    /// Numbers of very many digits: compared as the pattern compiler does.
    @inline(never)
    private mutating func slowValue(_ start: Int, _ end: Int) -> Double? {
        Leaf(number: Array(text.bytes[start..<end]), in: [], carriesFloats: carriesFloats).number?.value
    }

    @inline(__always)
    private mutating func compare(_ value: Double, _ field: UnsafePointer<Field>, _ passed: inout Int) {
        if !field.pointee.numbers.isEmpty {
            var low = Int(field.pointee.numbers.start)
            var high = Int(field.pointee.numbers.end)
            while low < high {
                let middle = (low &+ high) &>> 1
                if tables.numbers[middle].value < value { low = middle &+ 1 } else { high = middle }
            }
            if low < Int(field.pointee.numbers.end), tables.numbers[low].value == value {
                note(tables.numbers[low].test, &passed)
            }
        }
        // Sorted by their lower ends.
        for index in field.pointee.ranges.indices {
            let entry = tables.ranges[index]
            if entry.low > value { break }
            if value <= entry.high { note(entry.test, &passed) }
        }
    }

    mutating func address(
        _ field: UnsafePointer<Field>, _ text: EventText, _ start: Int, _ length: Int,
        _ passed: inout Int
    ) {
        // The longest spelling of an address has 39 characters, but leading zeros of an IPv4 address are not counted.
        let last = text[start &+ max(0, length &- 1)]
        guard length > 1, last.hexDigit != nil || last == UInt8(ascii: ":") else { return }
        addressDigits(field, text, start, length, &passed)
    }

    @inline(never)
    private mutating func addressDigits(
        _ field: UnsafePointer<Field>, _ text: EventText, _ start: Int, _ length: Int,
        _ passed: inout Int
    ) {
        guard let address = AddressDigits(text, start, length) else { return }
        withUnsafeBytes(of: address.digits) { bytes in
            let all = bytes.bindMemory(to: UInt8.self)
            let digits = EventText(bytes: UnsafeBufferPointer(rebasing: all[..<address.count]))
            self.digits(field, digits, 0, address.count, isNumber: false, &passed)
        }
    }

    /// The shortest spelling of a double, digit by digit: rare, and the only number whose text is made anew.
    @inline(never)
    private mutating func floatDigits(
        _ field: UnsafePointer<Field>, _ start: Int, _ end: Int, _ passed: inout Int
    ) {
        let spelled = Leaf(number: Array(text.bytes[start..<end]), in: [], carriesFloats: true).text
        spelled.withUnsafeBufferPointer { bytes in
            digits(field, EventText(bytes: bytes), 0, bytes.count, isNumber: true, &passed)
        }
    }

    private mutating func whole(
        _ field: UnsafePointer<Field>, _ text: EventText, _ start: Int, _ size: Int, isNumber: Bool,
        _ passed: inout Int
    ) {
        note(find(field, .addressOrNumber, text, start, size), &passed)
        if !isNumber { note(find(field, .address, text, start, size), &passed) }
    }

    private mutating func contains(_ block: BlockEntry, _ text: EventText, _ start: Int, _ length: Int) -> Bool {
        let low = Int(block.digits)
        let size = Int(block.length)
        return AddressRange.contains(
            text, start, length, low: EventText(bytes: UnsafeBufferPointer(start: tables.bytes + low, count: size)),
            high: EventText(bytes: UnsafeBufferPointer(start: tables.bytes + low + size, count: size)))
    }

    /// Looks for whole addresses that the digits begin with, and for blocks.
    private mutating func digits(
        _ field: UnsafePointer<Field>, _ text: EventText, _ start: Int, _ length: Int, isNumber: Bool,
        _ passed: inout Int
    ) {
        if !field.pointee.texts.isEmpty {
            if length >= 8 { whole(field, text, start, 8, isNumber: isNumber, &passed) }
            if length >= 32 { whole(field, text, start, 32, isNumber: isNumber, &passed) }
        }
        for index in field.pointee.blocks.indices where tables.blocks[index].comparesDigits || !isNumber {
            if contains(tables.blocks[index], text, start, length) {
                note(tables.blocks[index].test, &passed)
            }
        }
    }
}

extension NumberText {
    /// Whether the shortest spelling of the nearest double is this number without a look: up to 15 digits it is.
    @inline(__always)
    var isSurelyComparable: Bool {
        count <= 15 && exponent > -290 && exponent < 290
            || isInteger && count <= 16 && digits <= 1 << 53
    }
}
