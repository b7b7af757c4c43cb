"""Deliveries of EventBridge: retries with back-off, then the dead-letter queue of the target."""

import json
import time
from collections.abc import Callable
from typing import Any
from uuid import uuid4

from moto.logs.models import logs_backends
from moto.sns.models import sns_backends
from moto.sqs.models import sqs_backends

from . import functions, service_permissions
from .call import Refusal
from .input_transformer import input_of
from .state import STATE, TURN, iso_milliseconds

Forward = Callable[[Any, dict[str, Any], dict[str, Any]], None]
# EventBridge retries for a day; the sandbox retries as often, but never longer than a test waits.
LONGEST_RETRIES = 5
FIRST_WAIT = 0.05


def deliver(rule: Any, target: dict[str, Any], event: dict[str, Any], forward: Forward) -> None:
    """Delivers once, or gives up: every outcome is in the list of deliveries."""
    attempts = 1 + min(LONGEST_RETRIES, target.get("RetryPolicy", {}).get("MaximumRetryAttempts", LONGEST_RETRIES))
    failure: Exception | None = None
    for attempt in range(attempts):
        try:
            _send(rule, target, event, forward)
            _note(rule, target, event, attempt + 1, None)
            return
        except Exception as error:
            # Any failure counts against the retry policy, and its text goes to the dead-letter queue.
            failure = error
            if isinstance(error, Refusal):
                break
            time.sleep(FIRST_WAIT * 2**attempt)
    _note(rule, target, event, attempt + 1, str(failure))
    if queue := target.get("DeadLetterConfig", {}).get("Arn"):
        _send_to_dead_letter_queue(rule, target, event, queue, failure)


def _send(rule: Any, target: dict[str, Any], event: dict[str, Any], forward: Forward) -> None:
    arn = target["Arn"]
    service, region, account, resource = arn.split(":", 5)[2:]
    if service == "events" and resource.startswith("event-bus/"):
        forward(rule, target, event)
        return
    service_permissions.check_target(rule, arn)
    body = input_of(target, event, rule)
    if service == "lambda":
        functions.invoke_asynchronously(arn, body)
        return
    with TURN:
        match service:
            case "sqs":
                group = target.get("SqsParameters", {}).get("MessageGroupId")
                sqs_backends[account][region].send_message(resource, body, group_id=group)
            case "sns":
                sns_backends[account][region].publish(message=body, arn=arn)
            case "logs":
                _log(logs_backends[account][region], resource.split(":")[1], body)
            case _:
                raise Refusal("NotImplemented", f"The sandbox cannot deliver to {arn}.", 501)


def _log(backend: Any, group: str, body: str) -> None:
    stream = uuid4().hex
    backend.create_log_stream(group, stream)
    backend.put_log_events(group, stream, [{"timestamp": int(time.time() * 1000), "message": body}])


def _note(rule: Any, target: dict[str, Any], event: dict[str, Any], attempts: int, failure: str | None) -> None:
    STATE.deliveries.append(
        {
            "at": iso_milliseconds(),
            "rule": rule.arn,
            "target": target["Arn"],
            "event": event["id"],
            "attempts": attempts,
            "failure": failure,
        }
    )


def _send_to_dead_letter_queue(
    rule: Any, target: dict[str, Any], event: dict[str, Any], queue: str, failure: Exception | None
) -> None:
    region, account, name = queue.split(":")[3:6]
    try:
        service_permissions.check_target(rule, queue)
    except Refusal as refusal:
        _note(rule, {**target, "Arn": queue}, event, 1, str(refusal))
        return
    about = {
        "RULE_ARN": rule.arn,
        "TARGET_ARN": target["Arn"],
        "ERROR_CODE": failure.code if isinstance(failure, Refusal) else "SDK_CLIENT_ERROR",
        "ERROR_MESSAGE": str(failure),
    }
    attributes = {key: {"DataType": "String", "StringValue": value} for key, value in about.items()}
    with TURN:
        sqs_backends[account][region].send_message(name, json.dumps(event), message_attributes=attributes)
