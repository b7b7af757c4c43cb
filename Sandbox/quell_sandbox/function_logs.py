"""What functions write, kept by the sandbox, and in CloudWatch Logs when the execution role may write there."""

import threading
import time
from collections.abc import Callable
from typing import Any
from uuid import uuid4

from moto.logs.models import logs_backends

from .service_policies import role_may
from .service_sessions import find_role
from .state import STATE, TURN, iso_milliseconds, utc_now

SERVICE = "lambda.amazonaws.com"
MOST_LINES = 20_000
_lock = threading.Lock()


def log_of(function: Any) -> Callable[[str], None]:
    """Where one process of the function writes: a stream of its own in the function's group."""
    account, region, name, group = (
        function.account_id,
        function.region,
        function.function_name,
        function.logs_group_name,
    )
    stream = f"{utc_now():%Y/%m/%d}/[$LATEST]{uuid4().hex}"
    resource = f"arn:aws:logs:{region}:{account}:log-group:{group}:log-stream:{stream}"
    role, backend = find_role(function.role), logs_backends[account][region]

    def write(line: str) -> None:
        with _lock:
            STATE.function_logs.append({"at": iso_milliseconds(), "account": account, "function": name, "line": line})
            del STATE.function_logs[:-MOST_LINES]
        with TURN:
            if group not in backend.groups:
                if not role_may(role, SERVICE, "logs:CreateLogGroup", f"arn:aws:logs:{region}:{account}:log-group:{group}"):
                    return
                backend.create_log_group(group, {})
            if stream not in backend.groups[group].streams:
                if not role_may(role, SERVICE, "logs:CreateLogStream", resource):
                    return
                backend.create_log_stream(group, stream)
            if not role_may(role, SERVICE, "logs:PutLogEvents", resource):
                return
            event = {"timestamp": int(time.time() * 1000), "message": line}
            backend.put_log_events(group, stream, [event])

    return write


def lines(function: str, account: str | None) -> list[dict[str, str]]:
    """What the functions of the name wrote, the latest last; of one account, or of all."""
    with _lock:
        kept = list(STATE.function_logs)
    return [each for each in kept if each["function"] == function and account in (None, each["account"])]
