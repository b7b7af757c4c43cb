/// The function's zip: the program as it was built, and the playbook beside it.
///
/// A new playbook needs no new build: it is put into a zip that is there already. The same input gives the same bytes.
package struct FunctionPackage: Sendable {
    /// Name of the compiled playbook in the zip.
    package static let playbook = "playbook.json"
    /// Name that Lambda starts.
    package static let program = "bootstrap"
    /// Size that Quell keeps its zip below, in bytes; Lambda takes 50 MiB.
    package static let limit = 15 * 1_024 * 1_024

    private let members: [Member]

    /// A file as it lies in a zip.
    struct Member {
        let name: String
        /// Its local header and its data.
        let record: ArraySlice<UInt8>
        /// Its header in the directory at the end, which tells the place of the record.
        let header: ArraySlice<UInt8>
    }

    /// Reads a zip that holds the program.
    package init(_ zip: [UInt8]) throws(SynthesisMistake) {
        members = try ZipReader(zip).members()
        guard members.contains(where: { $0.name == Self.program }) else {
            throw SynthesisMistake("The zip has no file \(Self.program). Give the zip that make lambda wrote.")
        }
    }

    /// The zip with a compiled playbook in the place of its own.
    package func zip(with playbook: String) throws(SynthesisMistake) -> [UInt8] {
        let kept = members.filter { $0.name != Self.playbook } + [.stored(Self.playbook, Array(playbook.utf8))]
        var zip: [UInt8] = []
        var directory: [UInt8] = []
        for member in kept {
            let place = UInt32(zip.count)
            zip += member.record
            var header = Array(member.header)
            header.replaceSubrange(42..<46, with: place.littleEndianBytes)
            directory += header
        }
        let start = UInt32(zip.count)
        let count = UInt16(kept.count)
        zip += directory
        zip += ZipReader.end.littleEndianBytes + [0, 0, 0, 0]
        zip += count.littleEndianBytes + count.littleEndianBytes
        zip += UInt32(directory.count).littleEndianBytes + start.littleEndianBytes + [0, 0]
        guard zip.count <= Self.limit else {
            throw SynthesisMistake("The function's zip would have \(zip.count) bytes, which is above \(Self.limit).")
        }
        return zip
    }
}

extension FunctionPackage.Member {
    /// A file that is not compressed, readable for all, dated 1 January 1980.
    fileprivate static func stored(_ name: String, _ data: [UInt8]) -> Self {
        let text = Array(name.utf8)
        let size = UInt32(data.count).littleEndianBytes
        // Version 2.0, no flags, stored; time and date; checksum; both sizes; lengths of the name and of what is extra.
        let fields: [UInt8] =
            [20, 0, 0, 0, 0, 0, 0, 0, 0x21, 0] + Checksum.crc32(data).littleEndianBytes + size + size
            + UInt16(text.count).littleEndianBytes + [0, 0]
        let attributes = (UInt32(0o100644) << 16).littleEndianBytes
        // Made by version 2.0 on Unix; no comment, first disk, no internal attributes; the place is filled in later.
        let header =
            ZipReader.header.littleEndianBytes + [20, 3] + fields + [0, 0, 0, 0, 0, 0] + attributes + [0, 0, 0, 0]
        return Self(
            name: name, record: (ZipReader.local.littleEndianBytes + fields + text + data)[...],
            header: (header + text)[...])
    }
}

/// The checksum of zip files (ISO 3309).
enum Checksum {
    static func crc32(_ bytes: [UInt8]) -> UInt32 {
        var sum: UInt32 = 0xFFFF_FFFF
        for byte in bytes {
            sum ^= UInt32(byte)
            for _ in 0..<8 { sum = sum & 1 == 1 ? sum >> 1 ^ 0xEDB8_8320 : sum >> 1 }
        }
        return ~sum
    }
}

extension FixedWidthInteger {
    /// Lowest byte first, as zip files have it.
    fileprivate var littleEndianBytes: [UInt8] { withUnsafeBytes(of: littleEndian) { Array($0) } }
}
