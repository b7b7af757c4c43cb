"""Event source mappings: queues whose messages Lambda brings to functions."""

import threading
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

from moto.sqs.models import sqs_backends

from . import function_pools, queue_poller
from .call import Answer, Call, Refusal
from .registry import answers
from .service_policies import role_may
from .service_sessions import find_role
from .state import STATE, TURN, utc_now

KNOWN = (
    "BatchSize",
    "Enabled",
    "EventSourceArn",
    "FunctionName",
    "FunctionResponseTypes",
    "MaximumBatchingWindowInSeconds",
    "ScalingConfig",
    "Tags",
)


@dataclass
class Mapping:
    """`stopped` ends its poller; `working` counts the batches that are under way."""

    identifier: str
    queue_arn: str
    function_arn: str
    batch_size: int
    window: int
    response_types: list[str]
    scaling: dict[str, int]
    enabled: bool
    modified: Any = field(default_factory=utc_now)
    stopped: threading.Event = field(default_factory=threading.Event)
    working: int = 0
    refusal: str | None = None

    def described(self) -> dict[str, Any]:
        region, account = self.queue_arn.split(":")[3:5]
        return {
            "UUID": self.identifier,
            "EventSourceMappingArn": f"arn:aws:lambda:{region}:{account}:event-source-mapping:{self.identifier}",
            "EventSourceArn": self.queue_arn,
            "FunctionArn": self.function_arn,
            "BatchSize": self.batch_size,
            "MaximumBatchingWindowInSeconds": self.window,
            "FunctionResponseTypes": self.response_types,
            "State": "Enabled" if self.enabled else "Disabled",
            "StateTransitionReason": "USER_INITIATED",
            "LastModified": self.modified.timestamp(),
            "LastProcessingResult": self.refusal or "OK",
            **({"ScalingConfig": self.scaling} if self.scaling else {}),
        }


@answers("lambda", "CreateEventSourceMapping")
def create(call: Call) -> Answer:
    given = call.input
    if unknown := sorted(set(given) - set(KNOWN)):
        raise Refusal("NotImplemented", f"The sandbox does not have {unknown[0]} of event source mappings.", 501)
    queue_arn, function = call.required("EventSourceArn"), _function(call, call.required("FunctionName"))
    for each in STATE.mappings[call.place].values():
        if (each.queue_arn, each.function_arn) == (queue_arn, function.function_arn):
            message = f"An event source mapping with SQS arn and function already exists: {each.identifier}"
            raise Refusal("ResourceConflictException", message, 409)
    mapping = Mapping(str(uuid4()), queue_arn, function.function_arn, 10, 0, [], {}, True)
    _configure(mapping, given, function)
    STATE.mappings[call.place][mapping.identifier] = mapping
    queue_poller.start(mapping)
    return _answer(mapping, 202)


@answers("lambda", "UpdateEventSourceMapping")
def update(call: Call) -> Answer:
    mapping = _find(call)
    name = call.input.get("FunctionName") or mapping.function_arn
    function = _function(call, name)
    _configure(mapping, call.input, function)
    mapping.function_arn, mapping.modified = function.function_arn, utc_now()
    return _answer(mapping, 202)


@answers("lambda", "GetEventSourceMapping")
def get(call: Call) -> Answer:
    return _answer(_find(call), 200)


@answers("lambda", "ListEventSourceMappings")
def list_mappings(call: Call) -> Answer:
    wanted = {name: call.parameter(name) for name in ("EventSourceArn", "FunctionName")}
    found = [
        each.described()
        for each in STATE.mappings[call.place].values()
        if wanted["EventSourceArn"] in (None, each.queue_arn)
        and wanted["FunctionName"] in (None, each.function_arn, each.function_arn.rpartition(":")[2])
    ]
    return Answer.of_json({"EventSourceMappings": found}, "application/json")


@answers("lambda", "DeleteEventSourceMapping")
def delete(call: Call) -> Answer:
    mapping = _find(call)
    del STATE.mappings[call.place][mapping.identifier]
    mapping.stopped.set()
    return _answer(mapping, 202)


def _configure(mapping: Mapping, given: dict[str, Any], function: Any) -> None:
    """Checks as Lambda does: the role's permissions, and that no message comes back while it is worked on."""
    service, region, account, name = mapping.queue_arn.split(":", 5)[2:]
    if service != "sqs":
        raise Refusal("NotImplemented", f"The sandbox maps queues only, not {mapping.queue_arn}.", 501)
    with TURN:
        queue = sqs_backends[account][region].queues.get(name)
    if queue is None:
        raise Refusal("InvalidParameterValueException", f"Queue {mapping.queue_arn} does not exist.")
    if int(queue.visibility_timeout) < int(function.timeout):
        message = (
            f"Queue visibility timeout: {queue.visibility_timeout} seconds is less than "
            f"Function timeout: {function.timeout} seconds"
        )
        raise Refusal("InvalidParameterValueException", message)
    if denied := missing_permission(function, queue):
        message = f"The function execution role does not have permissions to call {denied} on SQS"
        raise Refusal("InvalidParameterValueException", message)
    size = given.get("BatchSize", mapping.batch_size)
    window = given.get("MaximumBatchingWindowInSeconds", mapping.window)
    if not 1 <= size <= 10_000 or (size > 10 and window < 1):
        raise Refusal("InvalidParameterValueException", "Maximum batch window in seconds must be greater than 0")
    scaling = given.get("ScalingConfig", mapping.scaling)
    if scaling and not 2 <= scaling.get("MaximumConcurrency", 2) <= 1000:
        raise Refusal("ValidationException", "MaximumConcurrency must be between 2 and 1000")
    mapping.batch_size, mapping.window, mapping.scaling = size, window, scaling
    mapping.response_types = given.get("FunctionResponseTypes", mapping.response_types)
    mapping.enabled = given.get("Enabled", mapping.enabled)


def missing_permission(function: Any, queue: Any) -> str | None:
    """The first thing Lambda must do to the queue that the execution role may not."""
    role = find_role(function.role)
    for operation in ("ReceiveMessage", "DeleteMessage", "GetQueueAttributes"):
        if role is None or not role_may(role, function_pools.SERVICE, f"sqs:{operation}", queue.queue_arn, queue.policy or None):
            return operation
    return None


def _function(call: Call, name: str) -> Any:
    arn = name if name.startswith("arn:") else f"arn:aws:lambda:{call.region}:{call.account}:function:{name}"
    function = function_pools.find(arn)
    if function is None:
        raise Refusal("InvalidParameterValueException", f"Function does not exist: {arn}")
    return function


def _find(call: Call) -> Mapping:
    mapping = STATE.mappings[call.place].get(call.path_parameters["UUID"])
    if mapping is None:
        raise Refusal("ResourceNotFoundException", "The resource you requested does not exist.", 404)
    return mapping


def _answer(mapping: Mapping, status: int) -> Answer:
    answer = Answer.of_json(mapping.described(), "application/json")
    answer.status = status
    return answer
