import AWSClient
import JSON

/// All that changes while calls arrive; one lock holds it.
struct State {
    enum Outcome {
        case answered(HTTPResponse)
        case garbled, timedOut, crashed
    }

    var views: Views
    var behavior: Behavior
    var history: [CallRecord] = []
    var faults: [Int: Fault] = [:]
    var lasting: [String: Fault] = [:]
    var meanwhile: [Int: @Sendable (inout World) -> Void] = [:]
    var quotas = Quotas()
    private var arrived = 0

    init(_ world: World, _ behavior: Behavior) {
        views = Views(world, memory: behavior.longestDelay)
        self.behavior = behavior
    }

    mutating func receive(_ request: HTTPRequest, at now: Double) -> Outcome {
        arrived += 1
        let requestID = "request-\(arrived)"
        if let body = meanwhile.removeValue(forKey: arrived) {
            var world = views.current
            body(&world)
            views.replace(with: world, at: now)
        }
        let call: WireCall
        do throws(Refusal) {
            call = try WireCall(request)
        } catch {
            return .answered(WireAnswer.failure(EC2.service, error, requestID: requestID))
        }
        let principal = Signature(request, call, now: now).principal(in: views.current)
        var record = CallRecord(
            index: arrived, operation: call.operation.id, input: call.input, region: call.region,
            isReadOnly: call.operation.isReadOnly, time: now, principal: try? principal.get())
        let outcome = outcome(of: call, principal, &record, requestID, at: now)
        history.append(record)
        return outcome
    }

    private mutating func outcome(
        of call: WireCall, _ principal: Result<Principal, Refusal>, _ record: inout CallRecord, _ requestID: String,
        at now: Double
    ) -> Outcome {
        let fault = faults[record.index] ?? lasting[call.operation.id]
        switch fault {
        case .crash(afterEffect: false):
            record.code = "crash"
            return .crashed
        case .error(let error):
            if let refusal = error.refusal(of: call.operation) {
                record.code = refusal.code
                return .answered(WireAnswer.failure(call.operation.service, refusal, requestID: requestID))
            }
        case .crash(afterEffect: true), nil: break
        }
        let response: HTTPResponse
        do throws(Refusal) {
            let output = try perform(call, try principal.get(), at: now)
            record.tookEffect = true
            response = WireAnswer.success(call.operation, output, requestID: requestID)
        } catch {
            record.code = error.code
            response = WireAnswer.failure(call.operation.service, error, requestID: requestID)
        }
        switch fault {
        case .crash: return .crashed
        case .error(.garbled):
            record.code = "garbled"
            return .garbled
        case .error:
            record.code = "timeout"
            return .timedOut
        case nil: return .answered(response)
        }
    }

    private mutating func perform(
        _ call: WireCall, _ principal: Principal, at now: Double
    ) throws(Refusal) -> JSONValue {
        let arrival = Arrival(account: principal.account, region: call.region, now: now, caller: principal)
        if behavior.throttles { try quotas.take(call.operation, arrival) }
        if behavior.authorizes {
            let view = views.world(at: now - behavior.authorizationDelay)
            try Authorization(call: call, arrival: arrival, identities: view, resources: views.current).check()
        }
        let delay = behavior.readingDelay[call.operation.service.id] ?? 0
        var world = call.operation.isReadOnly ? views.world(at: now - delay) : views.current
        var output = try world.perform(call.operation, call.input, at: arrival)
        // A session is made by a call that only reads.
        if !call.operation.isReadOnly || call.operation.service.id == "sts" { views.replace(with: world, at: now) }
        if let size = behavior.pageSize { output = Pages(call.operation, size).cut(output, call.input) }
        return output
    }
}
