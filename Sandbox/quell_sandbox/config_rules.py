"""What follows a configuration item: managed rules are evaluated, custom rules have their function invoked."""

import json
from typing import Any
from uuid import uuid4

from moto.config.models import config_backends

from . import background, config_compliance, config_delivery, configuration_items, functions, managed_rules
from .call import Call, Refusal
from .function_pools import find
from .registry import answers
from .service_policies import service_may
from .service_permissions import policy_of_function
from .state import STATE, TURN, iso_milliseconds

Item = dict[str, Any]
Place = tuple[str, str]
CHANGE = "ConfigurationItemChangeNotification"
OVERSIZED = "OversizedConfigurationItemChangeNotification"
SCHEDULED = "ScheduledNotification"
SUMMARY = (
    "configurationItemVersion",
    "configurationItemCaptureTime",
    "configurationStateId",
    "awsAccountId",
    "configurationItemStatus",
    "resourceType",
    "resourceId",
    "resourceName",
    "ARN",
    "awsRegion",
    "availabilityZone",
    "configurationStateMd5Hash",
    "resourceCreationTime",
)


def rules(place: Place) -> dict[str, Any]:
    return config_backends[place[0]][place[1]].config_rules


def change(place: Place, resource_type: str, resource: str, oversized: bool, deleted: bool) -> dict[str, Any]:
    """Records the resource as it is now, and evaluates every rule that it is in the scope of."""
    if not configuration_items.is_recorded(place, resource_type):
        message = f"No recorder that is on records {resource_type} in {place[0]}, {place[1]}."
        raise Refusal("NoRunningConfigurationRecorderException", message)
    item = configuration_items.record(place, resource_type, resource, deleted)
    with TURN:
        met = [rule for rule in list(rules(place).values()) if _in_scope(rule, item)]
    told = config_delivery.publish(place, _notification(item, CHANGE))
    names = [each for each in (_evaluate(place, rule, item, oversized) for rule in met) if each]
    return {"item": item, "rules": names, **told}


def schedule(place: Place, name: str) -> None:
    """Invokes the function of a rule as its schedule does."""
    rule = rules(place).get(name)
    if rule is None:
        raise Refusal("NoSuchConfigRuleException", f"The ConfigRule '{name}' provided in the request is invalid.")
    if not _listens(rule, SCHEDULED):
        raise Refusal("ValidationException", f"The rule {name} has no schedule.")
    about = {"awsAccountId": place[0], "notificationCreationTime": iso_milliseconds()}
    _invoke(place, rule, about | {"messageType": SCHEDULED, "recordVersion": "1.0"}, left=False)


def _in_scope(rule: Any, item: Item) -> bool:
    scope = rule.scope
    if scope is None:
        return True
    if scope.tags:
        ((key, value),) = scope.tags.items()
        return key in item["tags"] and value in (None, item["tags"][key])
    types = scope.compliance_resource_types
    return (not types or item["resourceType"] in types) and scope.compliance_resource_id in (None, item["resourceId"])


def _listens(rule: Any, message: str) -> bool:
    return any(detail.message_type == message for detail in rule.source.source_details or [])


def _evaluate(place: Place, rule: Any, item: Item, oversized: bool) -> str | None:
    """The rule's name when it was evaluated."""
    name, message = rule.config_rule_name, OVERSIZED if oversized else CHANGE
    if rule.source.owner == "CUSTOM_LAMBDA":
        if not _listens(rule, message):
            return None
        _invoke(place, rule, _notification(item, message), item["configurationItemStatus"] == "ResourceDeleted")
        return name
    kind, evaluate = managed_rules.RULES.get(rule.source.source_identifier, (None, None))
    if kind is None or evaluate is None:
        raise Refusal("NotImplemented", f"The sandbox cannot evaluate {rule.source.source_identifier}.", 501)
    if kind != item["resourceType"]:
        return None
    gone = item["configurationItemStatus"] == "ResourceDeleted"
    result = ("NOT_APPLICABLE", None) if gone else evaluate(item, rule.input_parameters_dict)
    config_compliance.record(place, name, kind, item["resourceId"], *result)
    return name


def _notification(item: Item, message: str) -> dict[str, Any]:
    kinds = {"ResourceDiscovered": "CREATE", "ResourceDeleted": "DELETE"}
    kind = kinds.get(item["configurationItemStatus"], "UPDATE")
    about = {"notificationCreationTime": iso_milliseconds(), "messageType": message}
    if message == OVERSIZED:
        summary = {"changeType": kind, **{name: item[name] for name in SUMMARY}}
        delivery = {"s3BucketLocation": None, "errorCode": None, "errorMessage": None}
        return {"configurationItemSummary": summary, "s3DeliverySummary": delivery, **about, "recordVersion": "1.0"}
    difference = {"changedProperties": {}, "changeType": kind}
    return {"configurationItemDiff": difference, "configurationItem": item, **about, "recordVersion": "1.3"}


def _invoke(place: Place, rule: Any, invoking: dict[str, Any], left: bool) -> None:
    account, _ = place
    arn, function = rule.source.source_identifier, find(rule.source.source_identifier)
    policy = policy_of_function(function) if function else None
    if not service_may(policy, "config.amazonaws.com", "lambda:InvokeFunction", arn, rule.config_rule_arn):
        message = f"The AWS Lambda function {arn} cannot be invoked. Check its ARN and its permissions."
        raise Refusal("InsufficientPermissionsException", message, 403)
    token, on = f"{uuid4().hex}{uuid4().hex}", configuration_items.recorder(place)
    STATE.result_tokens[token] = (*place, rule.config_rule_name)
    event = {
        "version": "1.0",
        "invokingEvent": json.dumps(invoking),
        "ruleParameters": rule.input_parameters or "{}",
        "resultToken": token,
        "eventLeftScope": left,
        "executionRoleArn": on.role_arn if on else "",
        "configRuleArn": rule.config_rule_arn,
        "configRuleName": rule.config_rule_name,
        "configRuleId": rule.config_rule_id,
        "accountId": account,
    }
    background.start(lambda: functions.invoke_asynchronously(arn, json.dumps(event)))


@answers("config", "StartConfigRulesEvaluation")
def start_evaluation(call: Call) -> dict[str, Any]:
    """Evaluates again what has been recorded last, and schedules what has a schedule."""
    names = call.input.get("ConfigRuleNames") or []
    config_compliance.check_rules(call, names)
    for rule in [rules(call.place)[name] for name in names if name in rules(call.place)]:
        if _listens(rule, SCHEDULED):
            schedule(call.place, rule.config_rule_name)
        for history in list(STATE.configuration_items[call.place].values()):
            if history[0]["configurationItemStatus"] != "ResourceDeleted" and _in_scope(rule, history[0]):
                _evaluate(call.place, rule, history[0], oversized=False)
    return {}
