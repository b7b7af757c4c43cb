import JSON
import Testing

@testable import ConfigRule

/// Nothing of what AWS Config sends is believed to have its form; whatever it is, there is an answer or a sentence.
@Suite struct InvocationTests {
    private static let good = SampleInvocation.event(
        SampleInvocation.change(SampleInvocation.item([SampleInvocation.openPermission])))

    private static func with(_ name: String, _ value: JSONValue?) -> JSONValue {
        var event = good.object ?? [:]
        event[name] = value
        return .object(event)
    }

    private static func message(_ change: JSONValue) -> JSONValue { with("invokingEvent", .string(change.description)) }

    private static func item(_ name: String, _ value: JSONValue?) -> JSONValue {
        var item = SampleInvocation.item([]).object ?? [:]
        item[name] = value
        return message(SampleInvocation.change(.object(item)))
    }

    private static func permission(_ permission: JSONValue) -> JSONValue {
        message(SampleInvocation.change(SampleInvocation.item([permission])))
    }

    /// Fails as evaluating does, as far as it needs no call.
    private func read(_ event: JSONValue) throws {
        let invocation = try Invocation(event)
        _ = try RuleParameters.openness(invocation.parameters)
        if case .changed(let item) = invocation.subject { _ = try item.ingressRules() }
    }

    @Test(
        "says what is wrong, and where",
        arguments: [
            ([], "$ must be an object"),
            (with("resultToken", nil), "$.resultToken is missing"),
            (with("resultToken", ""), "$.resultToken is missing"),
            (with("invokingEvent", nil), "$.invokingEvent is missing"),
            (with("invokingEvent", "{"), "$.invokingEvent is not JSON"),
            (with("invokingEvent", "[]"), "$.invokingEvent must be an object"),
            (with("ruleParameters", "x"), "$.ruleParameters is not JSON"),
            (message([:]), "$.invokingEvent.messageType is missing"),
            (message(["messageType": "ConfigurationSnapshotDeliveryCompleted"]), "$.invokingEvent.messageType must be"),
            (
                message(["messageType": "ConfigurationItemChangeNotification"]),
                "$.invokingEvent.configurationItem is missing"
            ),
            (
                message(["messageType": "OversizedConfigurationItemChangeNotification", "configurationItemSummary": 1]),
                "$.invokingEvent.configurationItemSummary must be an object"
            ),
            (message(["messageType": "ScheduledNotification"]), "$.invokingEvent.awsAccountId is missing"),
            (
                message(["messageType": "ScheduledNotification", "awsAccountId": "1"]),
                "$.invokingEvent.awsAccountId must be 12 digits"
            ),
            (item("resourceId", nil), "$.invokingEvent.configurationItem.resourceId is missing"),
            (item("resourceType", 1), "$.invokingEvent.configurationItem.resourceType must be a text"),
            (
                item("configurationItemCaptureTime", "yesterday"),
                "$.invokingEvent.configurationItem.configurationItemCaptureTime must be a time"
            ),
            (
                item("configurationItemStatus", "Odd"),
                "$.invokingEvent.configurationItem.configurationItemStatus must be one of OK"
            ),
            (item("configuration", nil), "$.invokingEvent.configurationItem.configuration is missing"),
            (item("configuration", [:]), "$.invokingEvent.configurationItem.configuration.ipPermissions is missing"),
            (permission(1), "$.invokingEvent.configurationItem.configuration.ipPermissions[0] must be an object"),
            (permission([:]), "$.invokingEvent.configurationItem.configuration.ipPermissions[0].ipProtocol is missing"),
            (
                permission(["ipProtocol": "tcp", "fromPort": "22"]),
                "$.invokingEvent.configurationItem.configuration.ipPermissions[0].fromPort must be a whole number"
            ),
            (
                permission(["ipProtocol": "tcp", "fromPort": 22, "toPort": 70_000]),
                "$.invokingEvent.configurationItem.configuration.ipPermissions[0] holds ports that do not exist"
            ),
            (
                permission(["ipProtocol": "tcp", "ipv4Ranges": [["cidrIp": "everywhere"]]]),
                "$.invokingEvent.configurationItem.configuration.ipPermissions[0].ipv4Ranges must be a list of ranges"
            ),
            (
                permission(["ipProtocol": "tcp", "ipv6Ranges": "::/0"]),
                "$.invokingEvent.configurationItem.configuration.ipPermissions[0].ipv6Ranges must be a list"
            ),
            (
                permission(["ipProtocol": "tcp", "prefixListIds": [[:]]]),
                "$.invokingEvent.configurationItem.configuration.ipPermissions[0].prefixListIds must be a list of prefix"
            ),
        ] as [(JSONValue, String)])
    func malformed(_ event: JSONValue, _ beginning: String) {
        let error = #expect(throws: ConfigRuleError.self) { try read(event) }
        #expect(error?.kind == .malformed)
        #expect(error?.description.hasPrefix(beginning) == true, "\(error?.description ?? "no error")")
    }

    @Test("every value of an event put out of shape is an answer or an error, never a trap", arguments: 0..<8)
    func shapes(_ kind: Int) throws {
        let odd: [JSONValue] = [.null, true, -1, "", [], [:], [[:]], .number("1e999")]
        let message = SampleInvocation.change(SampleInvocation.item([SampleInvocation.openPermission]))
        for place in 0..<200 {
            var left = place
            let changed = message.replacing(&left, by: odd[kind])
            // Reading either throws its own error or answers; anything else ends the test run.
            do throws(ConfigRuleError) {
                let invocation = try Invocation(SampleInvocation.event(changed))
                if case .changed(let item) = invocation.subject { _ = try item.ingressRules() }
            } catch {
                #expect(!error.description.isEmpty)
            }
        }
    }

    @Test("an event without parameters is judged by the standard ones", arguments: [nil, "", "{}"] as [JSONValue?])
    func standard(_ text: JSONValue?) throws {
        #expect(throws: Never.self) { try read(Self.with("ruleParameters", text)) }
    }

    @Test(
        "a parameter that says nothing to judge by is an error",
        arguments: [
            ["open": "1"], ["safe-ipv4": "10.0.0.0/8"], ["widest-ipv4": "wide"], ["widest-ipv4": "0"],
            ["widest-ipv4": "8,9"], ["widest-ipv6": [129]], ["allowed-public-ports": "65536"],
            ["allowed-public-ports": true],
        ] as [JSONValue])
    func parameters(_ parameters: JSONValue) {
        let error = #expect(throws: ConfigRuleError.self) {
            try read(Self.with("ruleParameters", .string(parameters.description)))
        }
        #expect(error?.kind == .badParameter)
    }

    @Test("a parameter may be a number, a list, or a text of either")
    func spelled() throws {
        for parameters: JSONValue in [
            ["widest-ipv4": 16], ["widest-ipv4": [16]], ["widest-ipv4": "16"], ["allowed-public-ports": "80, 443"],
            ["allowed-public-ports": ""], ["allowed-public-ports": [80, 443]],
        ] {
            #expect(throws: Never.self) { try read(Self.with("ruleParameters", .string(parameters.description))) }
        }
    }
}

extension JSONValue {
    /// The value with the one at a place, counted through all of it, replaced.
    fileprivate func replacing(_ place: inout Int, by other: JSONValue) -> JSONValue {
        if place == 0 {
            place = -1
            return other
        }
        if place < 0 { return self }
        place -= 1
        switch self {
        case .array(let elements): return .array(elements.map { $0.replacing(&place, by: other) })
        case .object(let members):
            var changed = members
            for (name, value) in members.sorted(by: { $0.key < $1.key }) {
                changed[name] = value.replacing(&place, by: other)
            }
            return .object(changed)
        case .null, .bool, .number, .string: return self
        }
    }
}
