import Allocations
import Foundation

/// Seconds of the processor that this thread has used.
func threadSeconds() -> Double {
    var time = timespec()
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
}

/// The most memory the process has had, in bytes; 0 where that is not known.
func peakMemory() -> Int {
    let status = (try? String(contentsOfFile: "/proc/self/status", encoding: .utf8)) ?? ""
    for line in status.split(separator: "\n") where line.hasPrefix("VmHWM:") {
        return (line.split(separator: " ").dropFirst().first.flatMap { Int($0) } ?? 0) * 1024
    }
    return 0
}

/// The memory the process has now, in bytes.
func memory() -> Int {
    let pages = (try? String(contentsOfFile: "/proc/self/statm", encoding: .utf8))?.split(separator: " ") ?? []
    return (pages.dropFirst().first.flatMap { Int($0) } ?? 0) * 4096
}

extension Double {
    /// Rounded to a few digits, as a number for JSON.
    func rounded(_ digits: Int) -> Double {
        let factor = pow(10.0, Double(digits))
        return (self * factor).rounded() / factor
    }
}
