import ByteMasks

/// What a whole event is found to be when it is read without looking for anything: whether it is strict JSON; and in the room
/// what the walk through it needs: where strings, members and elements end.
///
/// `ByteMasks` does it, for 512 positions at once. A mistake is found, not described: that is left to `JSONTokenizer`.
struct EventScan {
    enum Answer {
        case sound
        /// Nothing is wrong, but something so long that it must be measured.
        case long
        case unsound
    }

    let answer: Answer
    /// Whether there is space between tokens; escapes; and names with escapes or dots.
    let hasSpace: Bool
    let hasEscapes: Bool
    let hasOddNames: Bool

    init(_ text: EventText, _ room: ScanRoom) {
        guard let bytes = text.bytes.baseAddress, text.count <= Int(UInt32.max) / 2, text.beginsObject else {
            (answer, hasSpace, hasEscapes, hasOddNames) = (.unsound, false, false, false)
            return
        }
        let findings = room.scanner.pointee.scan(bytes, text.count, room.masks)
        answer = !findings.is_sound ? .unsound : findings.may_be_too_long ? .long : .sound
        (hasSpace, hasEscapes, hasOddNames) = (findings.has_space, findings.has_escapes, findings.has_odd_names)
    }
}
