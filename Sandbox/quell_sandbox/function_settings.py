"""Settings of functions and queues that moto takes without keeping them."""

import json
from typing import Any

from moto.awslambda.models import LambdaFunction
from moto.sqs.models import Queue

_new_function = LambdaFunction.__init__
_configuration = LambdaFunction.get_configuration
_update = LambdaFunction.update_configuration
_set_attributes = Queue._set_attributes
_attributes = Queue.attributes.fget


def new_function(function: LambdaFunction, *arguments: Any, **members: Any) -> None:
    _new_function(function, *arguments, **members)
    spec = members.get("spec") or arguments[1]
    function.dead_letter_config = spec.get("DeadLetterConfig") or {}
    _set_logging(function, spec.get("LoggingConfig") or {})


def _set_logging(function: LambdaFunction, given: dict[str, str]) -> None:
    group = given.get("LogGroup") or f"/aws/lambda/{function.function_name}"
    function.logging_config = {"LogFormat": "Text", **given, "LogGroup": group}
    function.logs_group_name = group


def configuration(function: LambdaFunction, on_create: bool = False) -> dict[str, Any]:
    told = {**_configuration(function, on_create), "LoggingConfig": function.logging_config}
    return told | ({"DeadLetterConfig": function.dead_letter_config} if function.dead_letter_config else {})


def update_configuration(function: LambdaFunction, changes: dict[str, Any]) -> dict[str, Any]:
    if "LoggingConfig" in changes:
        _set_logging(function, changes["LoggingConfig"])
    if "TracingConfig" in changes:
        function.tracing_config = changes["TracingConfig"]
    if "EphemeralStorage" in changes:
        function.ephemeral_storage = changes["EphemeralStorage"]["Size"]
    if "DeadLetterConfig" in changes:
        function.dead_letter_config = changes["DeadLetterConfig"]
    _update(function, changes)
    return function.get_configuration()


def set_attributes(queue: Queue, given: dict[str, Any], now: float | None = None) -> None:
    """moto forgets which queues may use a queue for their dead letters, and cannot take a redrive policy away."""
    if not hasattr(queue, "redrive_allow_policy"):
        queue.redrive_allow_policy = None
    if "RedriveAllowPolicy" in given:
        text = given["RedriveAllowPolicy"]
        queue.redrive_allow_policy = (json.loads(text) if isinstance(text, str) else text) if text else None
    if given.get("RedrivePolicy") == "":
        queue.redrive_policy, queue.dead_letter_queue = None, None
        given = {name: value for name, value in given.items() if name != "RedrivePolicy"}
    _set_attributes(queue, {name: value for name, value in given.items() if name != "RedriveAllowPolicy"}, now)


def attributes(queue: Queue) -> dict[str, Any]:
    told = _attributes(queue)
    if queue.redrive_allow_policy:
        told["RedriveAllowPolicy"] = json.dumps(queue.redrive_allow_policy)
    return told


def install() -> None:
    LambdaFunction.__init__ = new_function
    LambdaFunction.get_configuration = configuration
    LambdaFunction.update_configuration = update_configuration
    Queue._set_attributes = set_attributes
    Queue.attributes = property(attributes)
