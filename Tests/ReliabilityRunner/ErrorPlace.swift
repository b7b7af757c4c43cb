import Reliability
import SimulatedAWS

/// A call of a response that meets an error, and whatever later call meets another.
struct ErrorPlace: Sendable {
    let check: ErrorCheck
    /// nil where each error is tried.
    let kinds: ErrorKinds?
    let call: Int
    let error: ErrorClass

    init(_ check: ErrorCheck, _ kinds: ErrorKinds?, _ call: Int, _ error: ErrorClass) {
        (self.check, self.kinds, self.call, self.error) = (check, kinds, call, error)
    }

    func complaints(_ tried: Counter) async throws -> Complaints {
        var complaints = Complaints()
        for second in try await check.history([call: error]).dropFirst(call) {
            for other in kinds?.seconds(at: second) ?? ErrorClass.allCases {
                complaints.add(try await check.response([call: error, second.index: other]))
                tried.count()
            }
        }
        return complaints
    }
}
