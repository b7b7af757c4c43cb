"""Faults on demand: errors, time-outs, resets, and answers lost after the call took effect."""

import socket
import struct
import time
from typing import Any

from .call import Call, Refusal
from .state import STATE, TURN

KINDS = ("error", "timeout", "reset", "lost-answer")


class ConnectionCut(ConnectionError):
    """The client gets no answer: its connection has been reset."""


def add_fault(fault: dict[str, Any]) -> dict[str, Any]:
    """`operation` (required), `service`, `account`, `count` (1), `kind` ("error"), `code`, `status`, `message`,
    `seconds` (of a time-out, 60)."""
    if not isinstance(fault.get("operation"), str) or fault.get("kind", "error") not in KINDS:
        raise Refusal("ValidationError", f"A fault needs an 'operation', and a 'kind' of {', '.join(KINDS)}.")
    whole = {"kind": "error", "count": 1, "code": "ThrottlingException", "status": 400, "seconds": 60, **fault}
    STATE.faults.append(whole)
    return whole


def take_fault(call: Call) -> dict[str, Any] | None:
    """The next fault meant for this call; it is used up by one."""
    with TURN:
        for fault in STATE.faults:
            wanted = (fault["operation"], fault.get("service", call.service), fault.get("account", call.account))
            if fault["count"] > 0 and wanted == (call.operation, call.service, call.account):
                fault["count"] -= 1
                return fault
    return None


def strike(call: Call, fault: dict[str, Any]) -> None:
    """Does what the fault says, unless the call is to act first (`lost-answer`)."""
    if fault["kind"] == "error":
        raise Refusal(fault["code"], fault.get("message", "This fault was asked for."), fault["status"])
    if fault["kind"] == "timeout":
        time.sleep(fault["seconds"])
    if fault["kind"] in ("timeout", "reset"):
        cut_connection(call)


def cut_connection(call: Call) -> None:
    """Resets the connection (RST), as a broken network does."""
    connection: socket.socket = call.environ["werkzeug.socket"]
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    socket.close(connection.detach())
    raise ConnectionCut()
