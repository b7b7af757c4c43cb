"""EventBridge: events on buses, rules that match them, policies between accounts."""

import copy
import json
from typing import Any
from uuid import uuid4

from moto.events.models import EventPattern, events_backends

from . import background, event_delivery
from .authorization import as_list
from .call import Call, Refusal
from .principals import ACCOUNTS, ORGANIZATION
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


def _start_delivery(rule: Any, target: dict[str, Any], event: dict[str, Any]) -> None:
    background.start(lambda: event_delivery.deliver(rule, target, event, forward))


def forward(source_account: str, bus_arn: str, event: dict[str, Any]) -> None:
    """Delivers to another bus, when its policy allows the account; the envelope stays as it is."""
    account, region, name = _parts(bus_arn)
    with TURN:
        bus = _bus(account, region, name)
        if not allows(bus, source_account):
            raise Refusal("AccessDeniedException", f"The policy of {bus_arn} does not allow {source_account}.")
        route(bus, event)


def _parts(bus_arn: str) -> tuple[str, str, str]:
    pieces = bus_arn.split(":", 5)
    return pieces[4], pieces[3], pieces[5].partition("/")[2]


def _bus(account: str, region: str, name: str) -> Any:
    return events_backends[account][region].describe_event_bus(name)


def allows(bus: Any, source_account: str) -> bool:
    """Whether the policy of the bus lets the account put events on it."""
    if bus.account_id == source_account:
        return True
    return any(_statement_allows(statement.describe(), source_account) for statement in bus._statements.values())


def _statement_allows(statement: dict[str, Any], source_account: str) -> bool:
    if statement.get("Effect") != "Allow":
        return False
    principal = statement.get("Principal")
    named = as_list(principal.get("AWS", []) if isinstance(principal, dict) else principal)
    # moto stores the principal `*` as arn:aws:iam::*:root
    everyone = ("*", "arn:aws:iam::*:root")
    own = (source_account, f"arn:aws:iam::{source_account}:root")
    if not any(each in everyone or each in own for each in named):
        return False
    for operator, keys in (statement.get("Condition") or {}).items():
        for key, wanted in keys.items():
            known = operator == "StringEquals" and key.lower() == "aws:principalorgid"
            if not known or ORGANIZATION not in as_list(wanted) or source_account not in ACCOUNTS:
                return False
    return True


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
    if not allows(bus, call.account):
        return _failure("AccessDeniedException", f"User: {call.principal.arn} is not authorized: events:PutEvents")
    given = {"source": entry["Source"], "detail-type": entry["DetailType"], "detail": detail}
    event = envelope(call.account, region, given | {"resources": entry.get("Resources") or []})
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
