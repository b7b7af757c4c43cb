import ByteMasks

/// Reads a whole event without looking for anything: checks that it is strict JSON, and notes what the walk through it needs:
/// where strings, members and elements end.
///
/// `ByteMasks` does it, for 512 positions at once. A mistake is found, not described: that is left to `JSONTokenizer`.
struct EventScan {
    enum Answer {
        case sound
        /// Nothing is wrong, but something so long that it must be measured.
        case long
        case unsound
    }

    private let text: EventText
    private let room: ScanRoom
    private(set) var hasSpace = false
    private(set) var hasEscapes = false
    private(set) var hasOddNames = false

    init(_ text: EventText, _ room: ScanRoom) {
        self.text = text
        self.room = room
    }

    mutating func run() -> Answer {
        guard let bytes = text.bytes.baseAddress, text.count <= Int(UInt32.max) / 2, text.beginsObject else {
            return .unsound
        }
        let findings = room.scanner.pointee.scan(bytes, text.count, room.masks)
        guard findings.is_sound else { return .unsound }
        (hasSpace, hasEscapes, hasOddNames) = (findings.has_space, findings.has_escapes, findings.has_odd_names)
        return findings.may_be_too_long ? .long : .sound
    }
}
