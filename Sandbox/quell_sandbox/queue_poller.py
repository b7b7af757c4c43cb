"""Brings the messages of a queue to a function, batch by batch, as Lambda's pollers do."""

import hashlib
import json
import sys
import threading
import time
import traceback
from base64 import b64encode
from typing import Any

from moto.core.utils import unix_time_millis
from moto.sqs.models import sqs_backends

from . import event_source_mappings, function_pools, functions
from .call import Refusal
from .state import STATE, TURN

PAUSE = 0.03
# On AWS a message that failed comes back when its visibility timeout is over; here nobody waits that long.
RETURN_MILLISECONDS = 150
AT_A_TIME = 5


def start(mapping: Any) -> None:
    threading.Thread(target=_poll, args=(mapping,), daemon=True).start()


def stop_all() -> None:
    for mappings in STATE.mappings.values():
        for mapping in mappings.values():
            mapping.stopped.set()


def busy() -> bool:
    """Whether a mapped queue still has messages whose time has come, or a batch is under way."""
    with TURN:
        for mappings in STATE.mappings.values():
            for mapping in mappings.values():
                queue = _queue(mapping)
                waiting = queue is not None and any(not each.delayed for each in queue._messages)
                if mapping.working or (mapping.enabled and waiting):
                    return True
    return False


def _queue(mapping: Any) -> Any | None:
    region, account, name = mapping.queue_arn.split(":")[3:6]
    return sqs_backends[account][region].queues.get(name)


def _poll(mapping: Any) -> None:
    """Ends with its mapping."""
    waiting_since: float | None = None
    while not mapping.stopped.wait(PAUSE):
        if not mapping.enabled or mapping.working >= mapping.scaling.get("MaximumConcurrency", AT_A_TIME):
            continue
        with TURN:
            queue = _queue(mapping)
            ready = len(queue.messages) if queue is not None else 0
            if not ready:
                waiting_since = None
                continue
            waiting_since = waiting_since or time.monotonic()
            if ready < mapping.batch_size and time.monotonic() - waiting_since < mapping.window:
                continue
            batch = _receive(mapping, queue)
            if not batch:
                continue
            waiting_since = None
            mapping.working += 1
        threading.Thread(target=_work, args=(mapping, queue, batch), daemon=True).start()


def _receive(mapping: Any, queue: Any) -> list[Any]:
    """Nothing when the execution role may not take messages: they stay where they are."""
    function = function_pools.find(mapping.function_arn)
    denied = "the function, which is gone" if function is None else None
    denied = denied or event_source_mappings.missing_permission(function, queue)
    mapping.refusal = f"PROBLEM: the execution role cannot use {denied}" if denied else None
    if denied:
        return []
    backend = sqs_backends[queue.account_id][queue.region]
    return backend.receive_message(queue.name, mapping.batch_size, 0, int(queue.visibility_timeout), ["All"])


def _work(mapping: Any, queue: Any, batch: list[Any]) -> None:
    failed = {each.id for each in batch}
    try:
        event = json.dumps({"Records": [_record(mapping, each) for each in batch]})
        body, is_error = functions.invoke_once(mapping.function_arn, event.encode())
        if not is_error:
            failed = _failures(mapping, batch, body)
    except Refusal as refusal:
        # Throttled: the messages come back, and count as received, as on AWS.
        mapping.refusal = str(refusal)
    except Exception:
        traceback.print_exc(file=sys.stderr)
    finally:
        with TURN:
            _settle(queue, batch, failed)
            mapping.working -= 1


def _failures(mapping: Any, batch: list[Any], body: bytes) -> set[str]:
    """The ids the function reports; all of them when its report cannot be understood."""
    if "ReportBatchItemFailures" not in mapping.response_types:
        return set()
    everything = {each.id for each in batch}
    try:
        report = json.loads(body or b"null")
        items = (report or {}).get("batchItemFailures") or []
        reported = {each["itemIdentifier"] for each in items}
    except (ValueError, TypeError, KeyError, AttributeError):
        return everything
    return reported if reported <= everything else everything


def _settle(queue: Any, batch: list[Any], failed: set[str]) -> None:
    """Deletes what was done. A queue that has been deleted meanwhile takes its messages with it."""
    for message in batch:
        kept = next((each for each in queue._messages if each.id == message.id), None)
        if kept is None:
            continue
        if message.id not in failed:
            queue.delete_message(message.receipt_handle)
        else:
            # Twice as late each time: a function that waits for another must not see its message die in a second.
            kept.visible_at = unix_time_millis() + RETURN_MILLISECONDS * 2 ** (kept.approximate_receive_count - 1)
            queue.pending_messages.discard(kept)


def _record(mapping: Any, message: Any) -> dict[str, Any]:
    attributes = {
        "ApproximateReceiveCount": str(message.approximate_receive_count),
        "SentTimestamp": str(int(message.sent_timestamp)),
        "SenderId": message.sender_id,
        "ApproximateFirstReceiveTimestamp": str(int(message.approximate_first_receive_timestamp)),
    }
    return {
        "messageId": message.id,
        "receiptHandle": message.receipt_handle,
        "body": message.body,
        "attributes": attributes,
        "messageAttributes": {name: _attribute(each) for name, each in message.message_attributes.items()},
        "md5OfBody": hashlib.md5(message.body.encode()).hexdigest(),
        "eventSource": "aws:sqs",
        "eventSourceARN": mapping.queue_arn,
        "awsRegion": mapping.queue_arn.split(":")[3],
    }


def _attribute(attribute: dict[str, Any]) -> dict[str, Any]:
    """Lists are always there, and always empty, as Lambda sends them."""
    told: dict[str, Any] = {"stringListValues": [], "binaryListValues": [], "dataType": attribute["DataType"]}
    if attribute["DataType"].startswith("Binary"):
        value = attribute["BinaryValue"]
        return told | {"binaryValue": value if isinstance(value, str) else b64encode(value).decode()}
    return told | {"stringValue": attribute["StringValue"]}
