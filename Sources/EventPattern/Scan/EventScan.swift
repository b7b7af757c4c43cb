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
    /// Whether there is space between tokens, and names with escapes or dots.
    let hasSpace: Bool
    let hasOddNames: Bool
    /// There are no escapes before this position.
    let escapesFrom: Int

    init(_ text: EventText, _ room: ScanRoom) {
        guard let bytes = text.bytes.baseAddress, text.count <= Int(UInt32.max) / 2, text.beginsObject else {
            (answer, hasSpace, hasOddNames, escapesFrom) = (.unsound, false, false, 0)
            return
        }
        let findings = room.scanner.pointee.scan(bytes, text.count, room.masks)
        answer = !findings.is_sound ? .unsound : findings.may_be_too_long ? .long : .sound
        (hasSpace, hasOddNames) = (findings.has_space, findings.has_odd_names)
        escapesFrom = min(Int(findings.escapes_from), text.count)
    }
}
