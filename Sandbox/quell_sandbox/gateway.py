"""The WSGI application: every AWS call is named, authenticated, authorized, answered and logged here."""

import io
import re
import sys
import time
import traceback
from collections.abc import Iterable
from contextlib import nullcontext
from http import HTTPStatus
from typing import Any

from moto.moto_server.werkzeug_app import DomainDispatcherApplication, create_backend_app

from . import cloudtrail_events
from .authorization import authorize
from .call import Answer, Call, Refusal
from .control import control_answer
from .error_answers import error_answer
from .faults import cut_connection, strike, take_fault
from .operation_names import name_operation
from .permissions_used import remember
from .registry import ANSWERS, CHECKS, SLOW
from .signature import authenticate, read_scope
from .state import STATE, TURN, iso_milliseconds

ERROR_CODE = re.compile(rb"<Code>([^<]+)</Code>|\"(?:__type|code)\":\s*\"(?:[^\"#]*#)?([^\"]+)\"")


class Gateway:
    def __init__(self) -> None:
        self.moto = DomainDispatcherApplication(create_backend_app)

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        call = Call(environ, _read_body(environ))
        control = environ["PATH_INFO"].startswith("/_sandbox")
        answer = control_answer(call) if control else self._logged(call)
        headers = [(name, value) for name, value in answer.headers if name.lower() != "content-length"]
        if environ["REQUEST_METHOD"] == "HEAD":
            headers = answer.headers
        elif answer.status not in (204, 304):
            headers.append(("Content-Length", str(len(answer.body))))
        start_response(f"{answer.status} {HTTPStatus(answer.status).phrase}", headers)
        return [answer.body]

    def _logged(self, call: Call) -> Answer:
        started, answer, cut = time.perf_counter(), None, True
        try:
            answer = self._answer(call)
            cut = False
            return answer
        finally:
            cloudtrail_events.remember(call, answer, _error(answer))
            if call.access_key_id not in STATE.operator_keys:
                _log(call, answer, cut, time.perf_counter() - started)

    def _answer(self, call: Call) -> Answer:
        read_scope(call)
        name_operation(call)
        fault = None
        try:
            call.principal = authenticate(call)
            trusted = call.access_key_id in STATE.operator_keys
            if not trusted:
                time.sleep(STATE.latency.get(call.operation, STATE.latency.get("*", 0)))
                fault = take_fault(call)
            if fault:
                strike(call, fault)
            self._authorize(call)
            with nullcontext() if (call.service, call.operation) in SLOW else TURN:
                answer = self._act(call)
            if answer.status < 400:
                remember(call.needs, f"{call.service}:{call.operation}")
        except Refusal as refusal:
            answer = error_answer(call, refusal)
        if fault and fault["kind"] == "lost-answer":
            cut_connection(call)
        return answer

    def _authorize(self, call: Call) -> None:
        """Under the turn, so that what is looked at does not change meanwhile."""
        try:
            with TURN:
                authorize(call)
        except Refusal:
            raise
        except Exception as error:
            traceback.print_exc(file=sys.stderr)
            raise Refusal("InternalFailure", f"{type(error).__name__}: {error}", 500) from error

    def _act(self, call: Call) -> Answer:
        for check in CHECKS.get((call.service, call.operation), ()):
            check(call)
        try:
            if handler := ANSWERS.get((call.service, call.operation)):
                value = handler(call)
                return value if isinstance(value, Answer) else Answer.of_json(value)
            return self._ask_moto(call)
        except Refusal:
            raise
        except NotImplementedError as error:
            message = f"The sandbox does not have {call.service}:{call.operation}. {error}"
            raise Refusal("NotImplemented", message, 501) from None
        except Exception as error:
            traceback.print_exc(file=sys.stderr)
            raise Refusal("InternalFailure", f"{type(error).__name__}: {error}", 500) from error

    def _ask_moto(self, call: Call) -> Answer:
        """moto acts in the account of the caller, whatever the request says about it."""
        environ = {**call.environ, "wsgi.input": io.BytesIO(call.body), "CONTENT_LENGTH": str(len(call.body))}
        environ.pop("HTTP_TRANSFER_ENCODING", None)
        environ["HTTP_X_MOTO_ACCOUNT_ID"] = call.account
        told: list[Any] = []
        chunks = self.moto(environ, lambda status, headers, _=None: told.extend([status, headers]))
        body = b"".join(chunks)
        if close := getattr(chunks, "close", None):
            close()
        return Answer(int(told[0].split()[0]), list(told[1]), body)


def _read_body(environ: dict[str, Any]) -> bytes:
    """The whole body, even of calls that are refused: the connection is kept for the next one."""
    if environ.get("wsgi.input_terminated"):
        return environ["wsgi.input"].read()
    length = environ.get("CONTENT_LENGTH") or "0"
    return environ["wsgi.input"].read(int(length)) if length.isdigit() else b""


def _error(answer: Answer | None) -> str | None:
    """The code of an error answer."""
    if answer is None or answer.status < 400:
        return None
    match = ERROR_CODE.search(answer.body)
    return answer.error or (match and (match[1] or match[2]).decode())


def _log(call: Call, answer: Answer | None, cut: bool, seconds: float) -> None:
    error = _error(answer)
    STATE.calls.append(
        {
            "at": iso_milliseconds(),
            "service": call.service,
            "operation": call.operation,
            "region": call.region,
            "account": call.principal.account if call.principal else None,
            "principal": call.principal.arn if call.principal else None,
            "accessKeyId": call.access_key_id,
            "status": None if cut or answer is None else answer.status,
            "error": "connection cut" if cut else error,
            "milliseconds": round(seconds * 1000, 2),
        }
    )
