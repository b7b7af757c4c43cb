import ByteMasks

/// Reads a whole event without looking for anything: checks that it is strict JSON, and notes what the walk through it needs:
/// where strings, members and elements end, and which brackets belong together.
///
/// Nearly every check is made for 512 positions at once, in `ByteMasks`. Brackets are followed one by one; words, exponents,
/// escapes and characters beyond ASCII are looked at where there are any. A mistake is found, not described: that is left to
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
        hasEscapes = room.passes.pointee.find(bytes, text.count, room.masks)
        let nesting = Nesting(room)
        guard let end = nesting.run(blocks: (text.count + 63) / 64) else { return .unsound }
        let findings = room.passes.pointee.check(room.masks, end)
        guard findings.is_sound, !findings.has_special || areSpecialsSound(upTo: end),
            !findings.has_odd || areOddTokensSound(upTo: end)
        else { return .unsound }
        hasOddNames = findings.has_odd_names
        return findings.may_be_too_long ? .long : .sound
    }

    /// Looks at escapes and at characters beyond ASCII.
    @inline(never)
    private func areSpecialsSound(upTo end: Int) -> Bool {
        let special = room.words(byte_mask_special)
        return visit(special, upTo: end) { position in
            if text[position] < 0x80 { return text.isEscape(position) ? position &+ 1 : nil }
            let length = text.isEscaped(position) ? 0 : text.lengthOfCharacter(position)
            return length > 0 ? position &+ length : nil
        }
    }

    /// Looks at words and at numbers with exponents.
    @inline(never)
    private func areOddTokensSound(upTo end: Int) -> Bool {
        visit(room.words(byte_mask_odd), upTo: end) { position in text.endOfOddToken(position) }
    }

    /// Visits the positions in a mask, but not those before the one that the last visit has answered; nil ends it in failure.
    @inline(__always)
    private func visit(_ mask: UnsafePointer<UInt64>, upTo end: Int, _ visit: (Int) -> Int?) -> Bool {
        var next = 0
        for block in 0...(end &>> 6) where mask[block] != 0 {
            var rest = mask[block]
            if block == end &>> 6 { rest &= .through(end & 63) }
            while rest != 0 {
                let position = block &<< 6 | rest.first
                rest.removeFirst()
                if position < next { continue }
                guard let after = visit(position) else { return false }
                next = after
            }
        }
        return true
    }
}
