"""EventBridge: events on buses, rules that match them, policies between accounts."""

import copy
import json
from typing import Any
from uuid import uuid4

from moto.events.models import EventPattern, events_backends

from . import background, event_delivery, service_permissions
from .call import Call, Refusal
from .policies import Layer, Request, decide
from .principals import ORGANIZATION
from .registry import answers
from .state import TURN, iso


def publish(account: str, region: str, event: dict[str, Any]) -> str:
    """Puts an event on the default bus as an AWS service does; the event's id."""
    return publish_whole(account, region, event)["id"]


def publish_whole(account: str, region: str, event: dict[str, Any]) -> dict[str, Any]:
    whole = envelope(account, region, event)
    with TURN:
        route(_bus(account, region, "default"), whole)
    return whole


def envelope(account: str, region: str, event: dict[str, Any]) -> dict[str, Any]:
    """The event with the members EventBridge adds, unless it has them already."""
    return {
        "version": "0",
        "id": str(uuid4()),
        "detail-type": event["detail-type"],
        "source": event["source"],
        "account": account,
        "time": iso(),
        "region": region,
        "resources": [],
        **event,
    }


def route(bus: Any, event: dict[str, Any]) -> None:
    """Starts one delivery for each target of each rule of the bus that matches."""
    for rule in list(bus.rules.values()):
        if rule.state != "ENABLED" or not rule.event_pattern.get_pattern():
            continue
        if rule.event_pattern.matches_event(event):
            for target in list(rule.targets):
                _start_delivery(rule, target, copy.deepcopy(event))


def tick(account: str, region: str, name: str) -> None:
    """Starts what a rule of the default bus with a schedule brings about, once."""
    with TURN:
        rule = _bus(account, region, "default").rules.get(name)
        if rule is None or not rule.scheduled_expression or rule.state != "ENABLED":
            raise Refusal("ValidationException", f"There is no enabled rule {name} with a schedule.")
        about = {"source": "aws.events", "detail-type": "Scheduled Event", "resources": [rule.arn], "detail": {}}
        for target in list(rule.targets):
            _start_delivery(rule, target, envelope(account, region, about))


def _start_delivery(rule: Any, target: dict[str, Any], event: dict[str, Any]) -> None:
    background.start(lambda: event_delivery.deliver(rule, target, event, forward))


def forward(rule: Any, target: dict[str, Any], event: dict[str, Any]) -> None:
    """Delivers to another bus, when the target's role and the policy of the bus allow it; the event stays as it is."""
    bus_arn = target["Arn"]
    account, region, name = _parts(bus_arn)
    with TURN:
        bus = _bus(account, region, name)
        context = {**event_keys(event), "events:eventBusInvocation": "true", "aws:SourceArn": rule.arn}
        service_permissions.check_bus_target(rule, target, bus, policy_of(bus), context)
        route(bus, event)


def event_keys(event: dict[str, Any]) -> dict[str, str]:
    """What conditions can ask about the event itself."""
    return {"events:source": event["source"], "events:detail-type": event["detail-type"]}


def _parts(bus_arn: str) -> tuple[str, str, str]:
    pieces = bus_arn.split(":", 5)
    return pieces[4], pieces[3], pieces[5].partition("/")[2]


def _bus(account: str, region: str, name: str) -> Any:
    return events_backends[account][region].describe_event_bus(name)


def policy_of(bus: Any) -> dict[str, Any]:
    """The policy of the bus. moto stores the principal `*` of one call as arn:aws:iam::*:root."""
    statements = [copy.deepcopy(statement.describe()) for statement in bus._statements.values()]
    for each in statements:
        if each["Principal"] == {"AWS": "arn:aws:iam::*:root"}:
            each["Principal"] = "*"
    return {"Version": "2012-10-17", "Statement": statements}


def _may_put(call: Call, bus: Any, event: dict[str, Any]) -> bool:
    """In its own account a caller needs no word of the bus, but a Deny there holds for it too."""
    context = {**event_keys(event), "events:eventBusInvocation": "false", "aws:PrincipalOrgID": ORGANIZATION}
    context["aws:PrincipalArn"] = call.principal.entity_arn
    request = Request(call.principal.arn, "events:PutEvents", bus.arn, context)
    decision = decide(Layer.RESOURCE, [policy_of(bus)], request)
    return decision.allowed or (bus.account_id == call.account and not decision.explicit)


@answers("events", "PutEvents")
def put_events(call: Call) -> dict[str, Any]:
    entries = call.required("Entries")
    if not 1 <= len(entries) <= 10:
        raise Refusal("ValidationException", "Entries must have between 1 and 10 members.")
    results = [_put(call, entry) for entry in entries]
    return {"FailedEntryCount": sum("ErrorCode" in each for each in results), "Entries": results}


def _put(call: Call, entry: dict[str, Any]) -> dict[str, str]:
    for name in ("Source", "DetailType", "Detail"):
        if not entry.get(name):
            return _failure("InvalidArgument", f"Parameter {name} is not valid. Reason: {name} is a required argument.")
    if entry["Source"].startswith("aws."):
        return _failure("NotAuthorizedForSourceException", "Not authorized for the source.")
    try:
        detail = json.loads(entry["Detail"])
    except ValueError:
        detail = None
    if not isinstance(detail, dict):
        return _failure("MalformedDetail", "Detail is malformed.")
    name = entry.get("EventBusName") or "default"
    account, region, name = _parts(name) if name.startswith("arn:") else (*call.place, name)
    bus = _bus(account, region, name)
    given = {"source": entry["Source"], "detail-type": entry["DetailType"], "detail": detail}
    event = envelope(call.account, region, given | {"resources": entry.get("Resources") or []})
    if not _may_put(call, bus, event):
        return _failure("AccessDeniedException", f"User: {call.principal.arn} is not authorized: events:PutEvents")
    route(bus, event)
    return {"EventId": event["id"]}


def _failure(code: str, message: str) -> dict[str, str]:
    return {"ErrorCode": code, "ErrorMessage": message}


@answers("events", "TestEventPattern")
def test_event_pattern(call: Call) -> dict[str, bool]:
    pattern = EventPattern.load(call.required("EventPattern"))
    try:
        event = json.loads(call.required("Event"))
    except ValueError:
        raise Refusal("InvalidEventPatternException", "The event is not JSON.") from None
    return {"Result": pattern.matches_event(event)}
