import ByteMasks

/// Memory for the scan of events up to a certain size, used again for the next event.
struct ScanRoom {
    let capacity: Int
    let scanner: UnsafePointer<byte_scanner>
    let masks: byte_masks
    /// What the walk asks for: where strings begin and end; and commas and brackets outside of them.
    let quotes: Positions
    let stops: Positions

    /// Memory for events of up to `capacity` bytes.
    static func allocate(capacity: Int, scanner: UnsafePointer<byte_scanner> = byte_scanner_best()) -> ScanRoom {
        let stride = max(1, (capacity + 511) / 512) * 8
        let count = Int(byte_mask_count.rawValue) * stride
        // One word more, because `Positions` reads a word from any byte on.
        let words = UnsafeMutableRawPointer.allocate(byteCount: (count + 1) * 8, alignment: 64)
            .initializeMemory(as: UInt64.self, repeating: 0, count: count + 1)
        return ScanRoom(
            capacity: capacity, scanner: scanner, masks: byte_masks(words: words, stride: stride),
            quotes: Positions(words + Int(byte_mask_quotes.rawValue) * stride),
            stops: Positions(words + Int(byte_mask_stops.rawValue) * stride))
    }

    /// Where the bracket that opens at a position of a sound event closes.
    @inline(__always)
    func closing(_ position: Int) -> Int { scanner.pointee.closing(masks, position) }

    /// Finds the numbers of a list that are among others, and answers how many there are.
    @inline(__always)
    func intersection(
        _ list: UnsafePointer<UInt16>, _ count: Int, _ others: UnsafeMutableBufferPointer<UInt32>, _ otherCount: Int,
        _ places: UnsafeMutableBufferPointer<UInt16>
    ) -> Int {
        guard let others = others.baseAddress, let places = places.baseAddress else { return 0 }
        return scanner.pointee.intersection(list, count, others, otherCount, places)
    }

    func deallocate() {
        masks.words.deallocate()
    }
}
