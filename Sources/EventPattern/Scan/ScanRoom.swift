import ByteMasks

/// Memory for the scan of events up to a certain size, used again for the next event.
struct ScanRoom {
    let capacity: Int
    let masks: UnsafeMutablePointer<byte_masks>
    let spans: UnsafeMutablePointer<Nesting.Span>
    let stack: UnsafeMutablePointer<UInt32>

    /// Memory for events of up to `capacity` bytes.
    static func allocate(capacity: Int) -> ScanRoom {
        let blocks = (capacity + 63) / 64
        return ScanRoom(
            capacity: capacity, masks: .allocate(capacity: blocks),
            spans: .allocate(capacity: capacity / 2 + Nesting.depthLimit + 128),
            stack: .allocate(capacity: Nesting.depthLimit + 66))
    }

    func deallocate() {
        masks.deallocate()
        spans.deallocate()
        stack.deallocate()
    }
}
