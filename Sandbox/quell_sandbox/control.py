"""The control plane under /_sandbox/: for tests and people, not part of AWS, and not signed."""

import json
import sys
import time
import traceback
from collections import Counter
from collections.abc import Callable
from typing import Any

from moto.sns.models import sns_backends
from moto.sqs.models import sqs_backends

from . import (
    alarms,
    background,
    config_compliance,
    config_rules,
    event_buses,
    function_logs,
    functions,
    guardduty_findings,
    hub_actions,
    incidents,
    organization,
    organization_policies,
    permissions_used,
    queue_poller,
)
from .call import Answer, Call, Refusal
from .faults import add_fault
from .principals import REGIONS, SECURITY_ACCOUNT
from .state import STATE, TURN


def control_answer(call: Call) -> Answer:
    method, path = call.environ["REQUEST_METHOD"], call.environ["PATH_INFO"]
    name = path.removeprefix("/_sandbox").strip("/")
    try:
        _refuse_other_hosts(call)
        handler = ROUTES.get((method, name))
        if handler is None:
            known = ", ".join(sorted(f"{verb} /_sandbox/{each}" for verb, each in ROUTES))
            raise Refusal("NotFound", f"There is no {method} {path}. There are: {known}.", 404)
        return _json(200, handler(call))
    except Refusal as refusal:
        return _json(refusal.status, {"error": refusal.code, "message": refusal.message})
    except KeyError as missing:
        return _json(400, {"error": "ValidationError", "message": f"The request needs a member {missing}."})
    except Exception as error:
        traceback.print_exc(file=sys.stderr)
        return _json(500, {"error": type(error).__name__, "message": str(error)})


def _refuse_other_hosts(call: Call) -> None:
    """A page in a browser must not steer the sandbox through a name that resolves to this machine."""
    host = (call.header("Host") or "").rpartition(":")[0]
    if host not in ("127.0.0.1", "localhost"):
        raise Refusal("Forbidden", "Use the sandbox by 127.0.0.1 or localhost.", 403)


def _json(status: int, value: Any) -> Answer:
    return Answer(status, [("Content-Type", "application/json")], json.dumps(value, default=str).encode())


def _calls(call: Call) -> dict:
    log = list(STATE.calls)
    return {"count": len(log), "by": Counter(f"{each['service']}:{each['operation']}" for each in log), "calls": log}


def _forget(collection: Any) -> dict:
    collection.clear()
    return {}


def _set_latency(call: Call) -> dict:
    STATE.latency[call.input.get("operation", "*")] = float(call.input["seconds"])
    return STATE.latency


def _register_function(call: Call) -> dict:
    functions.register(call.input["arn"], call.input["url"])
    return {}


def _send_event(call: Call) -> dict:
    given = call.input
    return {"id": event_buses.publish(given["account"], given["region"], given["event"])}


def _register_finding(call: Call) -> dict:
    with TURN:
        return guardduty_findings.register(call.input)


def _register_evaluation(call: Call) -> dict:
    given = call.input
    place = (given["account"], given["region"])
    with TURN:
        event = config_compliance.record(
            place, given["rule"], given["resourceType"], given["resourceId"], given["complianceType"]
        )
    return {"event": event}


def _record_item(call: Call) -> dict:
    given = call.input
    flags = (bool(given.get("oversized", False)), bool(given.get("deleted", False)))
    return config_rules.change((given["account"], given["region"]), given["resourceType"], given["resourceId"], *flags)


def _schedule_rule(call: Call) -> dict:
    config_rules.schedule((call.input["account"], call.input["region"]), call.input["rule"])
    return {}


def _set_alarm(call: Call) -> dict:
    given = call.input
    reason = given.get("reason", "Asked for by the control plane")
    return alarms.set_state(given["account"], given["region"], given["name"], given["state"], reason)


def _create_incidents(call: Call) -> list:
    endpoint = f"http://127.0.0.1:{call.environ['SERVER_PORT']}"
    given = call.input
    elsewhere = (given["account"], given.get("region", REGIONS[0])) if "account" in given else None
    return incidents.create(given.get("names"), endpoint, elsewhere)


def _set_administrators(call: Call) -> dict[str, str]:
    """Who administers GuardDuty for an account: null for nobody but itself."""
    with TURN:
        for member, administrator in call.input.items():
            STATE.members.pop(member, None)
            if administrator is not None:
                STATE.members[member] = administrator
        return dict(STATE.members)


def _tick(call: Call) -> dict:
    event_buses.tick(call.input["account"], call.input["region"], call.input["rule"])
    return {}


def _drain(call: Call) -> dict:
    finished = _settled(float(call.input.get("seconds", 30)))
    return {"finished": finished, "deliveries": STATE.deliveries}


def _settled(seconds: float) -> bool:
    """Waits until nothing is under way: deliveries, and messages of mapped queues. One can bring about the other."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if background.drain(deadline - time.monotonic()) and not queue_poller.busy() and background.idle():
            return True
        time.sleep(0.02)
    return False


def _logs(call: Call) -> list[dict]:
    name = call.parameter("function")
    if not name:
        raise Refusal("ValidationError", "Say whose: /_sandbox/logs?function=NAME")
    return function_logs.lines(name, call.parameter("account"))


def _messages(call: Call) -> list[dict]:
    """What has been published to a topic, the latest last: to the responder's, when none is named."""
    arn = call.parameter("topic") or organization.topic_arn()
    region, account = arn.split(":")[3:5]
    topic = sns_backends[account][region].topics.get(arn)
    if topic is None:
        raise Refusal("NotFound", f"There is no topic {arn}.", 404)
    names = ("id", "message", "subject", "attributes")
    return [dict(zip(names, each[:4], strict=True)) for each in topic.sent_notifications]


def _fill_queue(call: Call) -> dict:
    """Messages in a queue of the security account, which is made where it is not there."""
    name, backend = call.input["name"], sqs_backends[SECURITY_ACCOUNT][REGIONS[0]]
    if name not in backend.queues:
        backend.create_queue(name)
    for message in call.input.get("messages", []):
        backend.send_message(name, message)
    return {"url": f"http://{call.header('Host')}/{SECURITY_ACCOUNT}/{name}"}


def _reset(call: Call) -> dict:
    background.drain(30)
    with TURN:
        return organization.start_afresh(bool(call.input.get("bare", False)))


ROUTES: dict[tuple[str, str], Callable[[Call], Any]] = {
    ("GET", "calls"): _calls,
    ("DELETE", "calls"): lambda call: _forget(STATE.calls),
    ("GET", "permissions-used"): lambda call: permissions_used.told(),
    ("DELETE", "permissions-used"): lambda call: _forget(STATE.permissions_used),
    ("GET", "faults"): lambda call: STATE.faults,
    ("POST", "faults"): lambda call: add_fault(call.input),
    ("DELETE", "faults"): lambda call: _forget(STATE.faults),
    ("POST", "latency"): _set_latency,
    ("DELETE", "latency"): lambda call: _forget(STATE.latency),
    ("POST", "functions"): _register_function,
    ("POST", "events"): _send_event,
    ("POST", "findings"): _register_finding,
    ("PUT", "administrators"): _set_administrators,
    ("POST", "evaluations"): _register_evaluation,
    ("POST", "hub-actions"): lambda call: hub_actions.act(call.input),
    ("POST", "alarms"): _set_alarm,
    ("POST", "configuration-items"): _record_item,
    ("POST", "queues"): _fill_queue,
    ("POST", "scheduled-rules"): _schedule_rule,
    ("POST", "scheduled-events"): _tick,
    ("GET", "deliveries"): lambda call: STATE.deliveries,
    ("GET", "logs"): _logs,
    ("GET", "messages"): _messages,
    ("POST", "drain"): _drain,
    ("POST", "reset"): _reset,
    ("POST", "incidents"): _create_incidents,
    ("GET", "incidents"): lambda call: incidents.catalog(),
    ("GET", "organization-policies"): organization_policies.get,
    ("PUT", "organization-policies"): organization_policies.put,
    ("DELETE", "organization-policies"): organization_policies.delete,
}
