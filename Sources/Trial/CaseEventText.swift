import AWSClient
import JSON
import PlaybookText
import Samples

/// Makes the event that a case names.
enum CaseEventText {
    static func bytes(_ event: CaseEvent, read: (String) throws -> [UInt8]) throws -> [UInt8] {
        switch event.source {
        case .inline(let json): return Array(json.description.utf8)
        case .file(let path):
            do {
                return try read(path)
            } catch {
                throw CaseError(sentence: "\(path) cannot be read: \(error)", position: event.position)
            }
        case .sample(let terms):
            do throws(SampleError) {
                return try Sample(order(terms, event)).bytes
            } catch {
                throw CaseError(sentence: error.description, position: event.position)
            }
        }
    }

    private static func order(_ terms: SampleTerms, _ event: CaseEvent) throws(SampleError) -> SampleOrder {
        var order = SampleOrder(terms.type)
        order.account = terms.account ?? order.account
        order.region = terms.region ?? order.region
        order.resource = terms.resource
        order.resourceType = terms.resourceType
        order.finding = terms.finding ?? order.finding
        order.tags = terms.tags
        order.seed = UInt64(terms.seed)
        if let time = terms.time {
            guard let seconds = ISO8601.parse(time) else {
                throw SampleError("\"\(time)\" is no time; write one such as \"2026-03-01T10:00:00Z\".")
            }
            order.time = seconds
        }
        return order
    }
}
