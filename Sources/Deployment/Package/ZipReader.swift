/// Finds the files of a zip, as APPNOTE.TXT of PKWARE describes it; what Quell's own tools do not write is refused.
struct ZipReader {
    static let local: UInt32 = 0x0403_4B50
    static let header: UInt32 = 0x0201_4B50
    static let end: UInt32 = 0x0605_4B50

    private let bytes: [UInt8]

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    func members() throws(SynthesisMistake) -> [FunctionPackage.Member] {
        let start = try directoryEnd()
        let count = try int(at: start + 10, 2)
        var place = try int(at: start + 16, 4)
        var members: [FunctionPackage.Member] = []
        for _ in 0..<count {
            guard try int(at: place, 4) == Int(Self.header) else { throw Self.damaged }
            let nameLength = try int(at: place + 28, 2)
            let length = try 46 + nameLength + int(at: place + 30, 2) + int(at: place + 32, 2)
            guard let name = String(validating: try slice(place + 46, nameLength), as: UTF8.self) else {
                throw Self.damaged
            }
            let record = try record(at: int(at: place + 42, 4), size: int(at: place + 20, 4))
            members.append(FunctionPackage.Member(name: name, record: record, header: try slice(place, length)))
            place += length
        }
        return members
    }

    /// A local header, and as much data behind it as the directory says.
    private func record(at place: Int, size: Int) throws(SynthesisMistake) -> ArraySlice<UInt8> {
        // Bit 3 of the flags: sizes stand behind the data, which is written by programs that write to a stream.
        guard try int(at: place, 4) == Int(Self.local), try int(at: place + 6, 2) & 8 == 0 else { throw Self.damaged }
        return try slice(place, 30 + int(at: place + 26, 2) + int(at: place + 28, 2) + size)
    }

    /// Place of the record at the end, which a comment of at most 65,535 bytes may follow.
    private func directoryEnd() throws(SynthesisMistake) -> Int {
        var place = bytes.count - 22
        while place >= max(0, bytes.count - 22 - 65_535) {
            if try int(at: place, 4) == Int(Self.end) { return place }
            place -= 1
        }
        throw Self.damaged
    }

    private func int(at place: Int, _ width: Int) throws(SynthesisMistake) -> Int {
        try slice(place, width).reversed().reduce(0) { $0 << 8 | Int($1) }
    }

    private func slice(_ place: Int, _ length: Int) throws(SynthesisMistake) -> ArraySlice<UInt8> {
        guard place >= 0, length >= 0, place <= bytes.count - length else { throw Self.damaged }
        return bytes[place..<place + length]
    }

    private static let damaged = SynthesisMistake(
        "This is no zip as make lambda writes it, or it is damaged. Build it again: make lambda")
}
