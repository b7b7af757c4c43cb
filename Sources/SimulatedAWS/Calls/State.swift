import AWSClient
import JSON

/// All that changes while calls arrive; one lock holds it.
struct State {
    enum Outcome {
        case answered(Result<JSONValue, Refusal>)
        case garbled, timedOut, crashed
    }

    var views: Views
    var behavior: Behavior
    var history: [CallRecord] = []
    var faults: [Int: Fault] = [:]
    var lasting: [String: Fault] = [:]
    var meanwhile: [Int: @Sendable (inout World) -> Void] = [:]
    var quotas = Quotas()
    private var policyTexts = PolicyTexts()
    private var arrived = 0

    init(_ world: World, _ behavior: Behavior) {
        views = Views(world, memory: behavior.longestDelay)
        self.behavior = behavior
    }

    /// A call whose caller has signed it, or not.
    mutating func receive(_ request: HTTPRequest, _ call: WireCall, at now: Double) -> Outcome {
        meet(at: now)
        return answer(call, Signature(request, call, now: now).principal(in: views.current), at: now)
    }

    /// A call of somebody who is known without a signature.
    mutating func receive(_ call: WireCall, from principal: Principal, at now: Double) -> Outcome {
        meet(at: now)
        return answer(call, .success(principal), at: now)
    }

    /// Counts the call, and lets others come before it.
    private mutating func meet(at now: Double) {
        arrived += 1
        if let body = meanwhile.removeValue(forKey: arrived) {
            var world = views.current
            body(&world)
            views.replace(with: world, at: now)
        }
    }

    private mutating func answer(
        _ call: WireCall, _ principal: Result<Principal, Refusal>, at now: Double
    ) -> Outcome {
        var record = CallRecord(
            index: arrived, operation: call.operation.id, input: call.input, region: call.region,
            isReadOnly: call.operation.isReadOnly, time: now, principal: try? principal.get())
        let outcome = outcome(of: call, principal, &record, at: now)
        history.append(record)
        return outcome
    }

    private mutating func outcome(
        of call: WireCall, _ principal: Result<Principal, Refusal>, _ record: inout CallRecord,
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
                return .answered(.failure(refusal))
            }
        case .crash(afterEffect: true), nil: break
        }
        let result: Result<JSONValue, Refusal>
        do throws(Refusal) {
            result = .success(try perform(call, try principal.get(), at: now))
            record.tookEffect = true
        } catch {
            record.code = error.code
            result = .failure(error)
        }
        switch fault {
        case .crash: return .crashed
        case .error(.garbled):
            record.code = "garbled"
            return .garbled
        case .error:
            record.code = "timeout"
            return .timedOut
        case nil: return .answered(result)
        }
    }

    private mutating func perform(
        _ call: WireCall, _ principal: Principal, at now: Double
    ) throws(Refusal) -> JSONValue {
        let arrival = Arrival(account: principal.account, region: call.region, now: now, caller: principal)
        if behavior.throttles { try quotas.take(call.operation, call.input, arrival) }
        if behavior.authorizes {
            let view = views.world(at: now - behavior.authorizationDelay)
            var authorization = Authorization(
                call: call, arrival: arrival, identities: view, resources: views.current, texts: policyTexts)
            defer { policyTexts = authorization.texts }
            try authorization.check()
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
