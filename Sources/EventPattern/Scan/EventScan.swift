import ByteMasks

/// Reads a whole event without looking for anything: checks that it is strict JSON, and notes what the walk through it needs:
/// where strings, members and elements end.
///
/// Nearly every check is made for 512 positions at once, in `ByteMasks`. Escapes and characters beyond ASCII are looked at
/// here, where there are any. A mistake is found, not described: that is left to
/// `JSONTokenizer`.
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
        guard findings.is_sound, !findings.has_special || areSpecialsSound(upTo: findings.end) else { return .unsound }
        (hasSpace, hasEscapes, hasOddNames) = (findings.has_space, findings.has_escapes, findings.has_odd_names)
        return findings.may_be_too_long ? .long : .sound
    }

    /// Looks at escapes and at characters beyond ASCII.
    @inline(never)
    private func areSpecialsSound(upTo end: Int) -> Bool {
        let mask = room.words(byte_mask_special)
        var next = 0
        var block = -1
        while true {
            // Most blocks have none: a loop that does nothing else runs through them in registers.
            repeat { block &+= 1 } while block <= end &>> 6 && mask[block] == 0
            if block > end &>> 6 { return true }
            let start = block &<< 6
            var rest = mask[block]
            if end &- start < 63 { rest &= .through(end &- start) }
            if next > start { rest &= .from(next &- start) }
            while rest != 0 {
                let position = start | rest.first
                let length = lengthOfSpecial(position)
                if length == 0 { return false }
                next = position &+ length
                rest &= .from(next &- start)
            }
        }
    }

    /// The length of the character that begins here, or 1 for a byte that may be escaped; 0 for what is neither.
    @inline(__always)
    private func lengthOfSpecial(_ position: Int) -> Int {
        if text[position] < 0x80 { return text.isEscape(position) ? 1 : 0 }
        return text.isEscaped(position) ? 0 : text.lengthOfCharacter(position)
    }
}
