import Zlib

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// Reads an open file piece by piece, and unpacks it where it is packed with gzip, in one member or several.
final class PackedReader {
    enum Failure: Error, Hashable {
        case unreadable(String), damaged, cutShort, noMemory

        var words: String {
            switch self {
            case .unreadable(let reason): "cannot be read: \(reason)"
            case .damaged: "is damaged: it begins as gzip and cannot be unpacked"
            case .cutShort: "is cut short: its gzip has no end"
            case .noMemory: "cannot be unpacked: there is no memory for it"
            }
        }
    }

    /// Bytes of the file that were read so far, packed ones as they are packed.
    private(set) var bytesRead = 0
    private let descriptor: Int32
    private let piece = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 18, alignment: 64)
    private var stream: UnsafeMutablePointer<z_stream>?
    private var isInMember = false
    private var hasBegun = false

    init(_ descriptor: Int32) { self.descriptor = descriptor }

    deinit {
        piece.deallocate()
        if let stream {
            inflateEnd(stream)
            stream.deallocate()
        }
    }

    /// Appends what comes next; false at the end.
    func read(into bytes: inout [UInt8]) throws(Failure) -> Bool {
        let count = try fill(piece)
        if !hasBegun {
            hasBegun = true
            if count >= 2, piece[0] == 0x1F, piece[1] == 0x8B { try begin() }
        }
        guard count > 0 else {
            if isInMember { throw .cutShort }
            return false
        }
        bytesRead += count
        if let stream {
            try unpack(stream, count, into: &bytes)
        } else {
            bytes.append(contentsOf: UnsafeRawBufferPointer(rebasing: piece[..<count]))
        }
        return true
    }

    /// Pipes give less than was asked for; the first piece must show at least how the file begins.
    private func fill(_ room: UnsafeMutableRawBufferPointer) throws(Failure) -> Int {
        var filled = 0
        while filled < room.count {
            #if canImport(Glibc)
                let count = Glibc.read(descriptor, room.baseAddress?.advanced(by: filled), room.count - filled)
            #else
                let count = Darwin.read(descriptor, room.baseAddress?.advanced(by: filled), room.count - filled)
            #endif
            if count < 0 {
                if errno == EINTR { continue }
                throw .unreadable(EventStream.reason)
            }
            if count == 0 { break }
            filled += count
        }
        return filled
    }

    private func begin() throws(Failure) {
        let stream = UnsafeMutablePointer<z_stream>.allocate(capacity: 1)
        guard quell_gunzip_begin(stream) == Z_OK else {
            stream.deallocate()
            throw .noMemory
        }
        self.stream = stream
    }

    private func unpack(
        _ stream: UnsafeMutablePointer<z_stream>, _ count: Int, into bytes: inout [UInt8]
    ) throws(Failure) {
        stream.pointee.next_in = piece.baseAddress?.assumingMemoryBound(to: UInt8.self)
        stream.pointee.avail_in = UInt32(count)
        let step = 1 << 18
        while stream.pointee.avail_in > 0 || isFull(stream) {
            let before = bytes.count
            bytes.append(contentsOf: repeatElement(0, count: step))
            let result = bytes.withUnsafeMutableBufferPointer { buffer -> Int32 in
                stream.pointee.next_out = buffer.baseAddress?.advanced(by: before)
                stream.pointee.avail_out = UInt32(step)
                return inflate(stream, Z_NO_FLUSH)
            }
            bytes.removeLast(Int(stream.pointee.avail_out))
            switch result {
            case Z_STREAM_END:
                isInMember = false
                // What follows is another member, or padding.
                guard inflateReset(stream) == Z_OK else { throw .damaged }
            case Z_OK: isInMember = true
            case Z_BUF_ERROR: return
            default: throw .damaged
            }
        }
    }

    /// Whether more may come out without more going in.
    private func isFull(_ stream: UnsafeMutablePointer<z_stream>) -> Bool {
        isInMember && stream.pointee.avail_out == 0
    }
}
