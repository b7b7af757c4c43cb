#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// The right of one process to work on an inbox.
///
/// The kernel gives it back when the process ends, however that happens.
final class InboxLock: Sendable {
    private let descriptor: Int32

    /// nil while another process holds it.
    init?(path: String) throws(InboxError) {
        let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else {
            throw InboxError(
                .unavailable,
                "The file \(path) cannot be made (\(String(cString: strerror(errno)))). "
                    + "Name an inbox in a folder you can write to with --inbox.")
        }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            close(descriptor)
            return nil
        }
        self.descriptor = descriptor
    }

    deinit { close(descriptor) }
}
