"""AWS Config evaluations: compliance per rule and resource, and an event whenever it changes."""

import time
import zlib
from typing import Any

from moto.config.models import config_backends

from . import event_buses
from .call import Call, Refusal
from .registry import answers
from .state import STATE, iso_milliseconds

Place = tuple[str, str]
COMPLIANCE = ("COMPLIANT", "NON_COMPLIANT", "NOT_APPLICABLE", "INSUFFICIENT_DATA")


def record(
    place: Place, rule: str, resource_type: str, resource: str, compliance: str, annotation: str | None = None
) -> dict[str, Any] | None:
    """Stores an evaluation; the event sent for it when the compliance changed, else nothing."""
    key = (rule, resource_type, resource)
    before = STATE.evaluations[place].get(key)
    result = {"compliance": compliance, "time": time.time(), "iso": iso_milliseconds(), "annotation": annotation}
    STATE.evaluations[place][key] = result
    if before and before["compliance"] == compliance:
        return None
    event = {
        "source": "aws.config",
        "detail-type": "Config Rules Compliance Change",
        "detail": compliance_change(place, key, result, before),
    }
    return event_buses.publish_whole(*place, event)


def compliance_change(
    place: Place, key: tuple[str, str, str], result: dict[str, Any], before: dict[str, Any] | None
) -> dict[str, Any]:
    account, region = place
    rule, resource_type, resource = key
    detail = {
        "resourceId": resource,
        "awsRegion": region,
        "awsAccountId": account,
        "configRuleName": rule,
        "recordVersion": "1.0",
        "configRuleARN": _rule_arn(place, rule),
        "messageType": "ComplianceChangeNotification",
        "newEvaluationResult": _evaluation_of_event(key, result),
        "notificationCreationTime": result["iso"],
        "resourceType": resource_type,
    }
    if before:
        detail["oldEvaluationResult"] = _evaluation_of_event(key, before)
    return detail


def _rule_arn(place: Place, name: str) -> str:
    """Of a rule that is only spoken of, and that nobody made, one that stays the same."""
    account, region = place
    if rule := config_backends[account][region].config_rules.get(name):
        return rule.config_rule_arn
    return f"arn:aws:config:{region}:{account}:config-rule/config-rule-{zlib.crc32(name.encode()):08x}"


def _evaluation_of_event(key: tuple[str, str, str], result: dict[str, Any]) -> dict[str, Any]:
    qualifier = {
        "configRuleName": key[0],
        "resourceType": key[1],
        "resourceId": key[2],
        "evaluationMode": "DETECTIVE",
    }
    whole = {
        "evaluationResultIdentifier": {"evaluationResultQualifier": qualifier, "orderingTimestamp": result["iso"]},
        "complianceType": result["compliance"],
        "resultRecordedTime": result["iso"],
        "configRuleInvokedTime": result["iso"],
    }
    return whole | ({"annotation": result["annotation"]} if result["annotation"] else {})


@answers("config", "PutEvaluations")
def put_evaluations(call: Call) -> dict[str, Any]:
    """Tokens are those that functions get with their events; `rule:` and a rule's name is one for any rule."""
    rule = _rule_of(call, call.input.get("ResultToken") or "")
    evaluations = call.input.get("Evaluations") or []
    if len(evaluations) > 100:
        raise Refusal("ValidationException", "Evaluations must have length less than or equal to 100.")
    for each in evaluations:
        if each.get("ComplianceType") not in COMPLIANCE:
            raise Refusal("InvalidParameterValueException", f"ComplianceType must be one of {COMPLIANCE}.")
    if not call.input.get("TestMode"):
        for each in evaluations:
            names = ("ComplianceResourceType", "ComplianceResourceId", "ComplianceType")
            record(call.place, rule, *(each[name] for name in names), each.get("Annotation"))
    return {"FailedEvaluations": []}


def _rule_of(call: Call, token: str) -> str:
    if token.startswith("rule:"):
        return token.removeprefix("rule:")
    account, region, rule = STATE.result_tokens.get(token, (None, None, ""))
    known = rule in config_backends[call.account][call.region].config_rules
    if (account, region) != call.place or not known:
        raise Refusal("InvalidResultTokenException", "The resultToken provided is invalid.")
    return rule


@answers("config", "GetComplianceDetailsByResource")
def details_by_resource(call: Call) -> dict[str, Any]:
    wanted = (call.required("ResourceType"), call.required("ResourceId"))
    return _details(call, lambda key: key[1:] == wanted)


@answers("config", "GetComplianceDetailsByConfigRule")
def details_by_config_rule(call: Call) -> dict[str, Any]:
    rule = call.required("ConfigRuleName")
    check_rules(call, [rule])
    return _details(call, lambda key: key[0] == rule)


def _details(call: Call, wanted: Any) -> dict[str, Any]:
    types = call.input.get("ComplianceTypes")
    results = []
    for key, result in STATE.evaluations[call.place].items():
        if not wanted(key) or (types and result["compliance"] not in types):
            continue
        qualifier = {"ConfigRuleName": key[0], "ResourceType": key[1], "ResourceId": key[2]}
        identifier = {"EvaluationResultQualifier": qualifier, "OrderingTimestamp": result["time"]}
        whole = {
            "EvaluationResultIdentifier": identifier,
            "ComplianceType": result["compliance"],
            "ResultRecordedTime": result["time"],
            "ConfigRuleInvokedTime": result["time"],
        }
        results.append(whole | ({"Annotation": result["annotation"]} if result["annotation"] else {}))
    return {"EvaluationResults": results}


@answers("config", "DescribeComplianceByResource")
def compliance_by_resource(call: Call) -> dict[str, Any]:
    """A resource is NON_COMPLIANT when one rule says so."""
    groups: dict[tuple[str, str], list[str]] = {}
    for (_, resource_type, resource), result in STATE.evaluations[call.place].items():
        if call.input.get("ResourceType") in (None, resource_type) and call.input.get("ResourceId") in (None, resource):
            groups.setdefault((resource_type, resource), []).append(result["compliance"])
    types, found = call.input.get("ComplianceTypes"), []
    for (resource_type, resource), results in groups.items():
        compliance = _together(results)
        if not types or compliance["ComplianceType"] in types:
            found.append({"ResourceType": resource_type, "ResourceId": resource, "Compliance": compliance})
    return {"ComplianceByResources": found}


@answers("config", "DescribeComplianceByConfigRule")
def compliance_by_config_rule(call: Call) -> dict[str, Any]:
    groups: dict[str, list[str]] = {}
    for (rule, _, _), result in STATE.evaluations[call.place].items():
        groups.setdefault(rule, []).append(result["compliance"])
    wanted = call.input.get("ConfigRuleNames") or list(groups)
    check_rules(call, wanted)
    found = [{"ConfigRuleName": rule, "Compliance": _together(groups.get(rule, []))} for rule in wanted]
    return {"ComplianceByConfigRules": found}


def _together(results: list[str]) -> dict[str, Any]:
    if bad := results.count("NON_COMPLIANT"):
        count = {"CappedCount": min(bad, 25), "CapExceeded": bad > 25}
        return {"ComplianceType": "NON_COMPLIANT", "ComplianceContributorCount": count}
    for kind in ("COMPLIANT", "NOT_APPLICABLE"):
        if kind in results:
            return {"ComplianceType": kind}
    return {"ComplianceType": "INSUFFICIENT_DATA"}


def check_rules(call: Call, names: list[str]) -> None:
    known = {key[0] for key in STATE.evaluations[call.place]}
    known |= set(config_backends[call.account][call.region].config_rules)
    if unknown := [name for name in names if name not in known]:
        raise Refusal("NoSuchConfigRuleException", f"The ConfigRule '{unknown[0]}' provided in the request is invalid.")
