"""Finds the operation of a request, asks the witness about changes, and answers."""
import collections
import inspect
import json
from collections.abc import Callable
from typing import Any

from . import compute_reading, compute_writing, detection, identity
from .answers import Refusal, json_error, query_answer, query_error
from .history import Change
from .request import HIDDEN, Request, leaves
from .sessions import Sessions
from .world import World

READING = {name: one for name, one in vars(compute_reading).items() if inspect.isfunction(one) and name[0].isupper()}
WRITING = {name: one for name, one in vars(compute_writing).items() if inspect.isfunction(one) and name[0].isupper()}
IDENTITY = {name: one for name, one in vars(identity).items() if inspect.isfunction(one) and name[0].isupper()}
QUERIES = {"ec2": READING | WRITING, "autoscaling": READING, "elasticloadbalancing": READING, "iam": IDENTITY}
CHANGES = {*WRITING, "AttachUserPolicy", "UpdateAccessKey", "ArchiveFindings", "Publish"}


class Service:
    """An AWS endpoint for all services and accounts, for one process at a time or many."""

    def __init__(self, world: World, home_key: str) -> None:
        self.world, self.sessions = world, Sessions(home_key)
        self.calls, self.changes, self.messages = 0, [], []
        self.by_operation: collections.Counter[str] = collections.Counter()
        self.strange: list[str] = []
        self.witness: Callable[[Change], None] = lambda change: None
        self.fault: Callable[[Request, str], tuple[int, str, bytes] | None] = lambda request, service: None
        self._execution_of: dict[str, str] = {}

    def answer(self, request: Request) -> tuple[int, str, bytes]:
        """Status, content type and body."""
        self.calls += 1
        key, _, service = request.scope()
        if struck := self.fault(request, service):
            return struck
        try:
            return self._answer(request, key, service)
        except Refusal as refusal:
            if refusal.status == 501:
                self.strange.append(refusal.message)
            if service in ("guardduty", "config"):
                return refusal.status, "application/json", json_error(refusal)
            return refusal.status, "text/xml", query_error(service or "ec2", refusal)

    def _answer(self, request: Request, key: str, service: str) -> tuple[int, str, bytes]:
        account, session = self.sessions.caller(key)
        if service == "guardduty":
            return self._guard_duty(request, account, session)
        if service == "config":
            operation = request.headers["x-amz-target"].split(".")[1]
            answer = detection.config(self.world, account, operation, request.document())
            return 200, "application/x-amz-json-1.1", json.dumps(answer).encode()
        asked = request.parameters()
        operation = asked["Action"]
        self.by_operation[operation] += 1
        if operation in CHANGES:
            execution = asked.get("MessageAttributes.entry.2.Value.StringValue", "") if service == "sns" else session
            values = [value for name, value in asked.items() if name not in HIDDEN]
            self._note(f"{service}:{operation}", account, session, execution, values)
        return 200, "text/xml", query_answer(service, operation, self._query(service, operation, account, asked))

    def _query(self, service: str, operation: str, account: str, asked: dict[str, str]) -> dict[str, Any]:
        if operation == "AssumeRole":
            return self.sessions.assume(asked)
        if operation == "Publish":
            self.messages.append(asked)
            return {"MessageId": f"{len(self.messages):036}"}
        if (found := QUERIES.get(service, {}).get(operation)) is None:
            raise Refusal("InvalidAction", f"The stand-in has no {service}:{operation}", 501)
        return found(self.world, account, asked)

    def _guard_duty(self, request: Request, account: str, session: str) -> tuple[int, str, bytes]:
        body, path = request.document(), request.path.split("?")[0]
        for finding in body.get("findingIds", []) if session else []:
            self._execution_of[finding] = session
        if path.endswith("/findings/archive"):
            execution = self._execution_of.get(body["findingIds"][0], "")
            self._note("guardduty:ArchiveFindings", account, session, execution, [path.split("/")[2], *leaves(body)])
        operation, answer = detection.guard_duty(self.world, account, request.method, path, body)
        self.by_operation[operation] += 1
        return 200, "application/json", json.dumps(answer).encode()

    def _note(self, operation: str, account: str, session: str, execution: str, values: list[str]) -> None:
        change = Change(operation, account, session, execution.removeprefix("quell-"), tuple(sorted(values)))
        self.changes.append(change)
        self.witness(change)
