"""One request as the sandbox sees it, and the two ways it can be answered."""

import json
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any
from urllib.parse import parse_qs


class Refusal(Exception):
    """An error answer of AWS: its code, its sentence, its HTTP status."""

    def __init__(self, code: str, message: str, status: int = 400) -> None:
        super().__init__(f"{code}: {message}")
        self.code, self.message, self.status = code, message, status


@dataclass
class Answer:
    """A finished HTTP answer."""

    status: int
    headers: list[tuple[str, str]]
    body: bytes
    error: str | None = None

    @classmethod
    def of_json(cls, value: Any, content_type: str = "application/x-amz-json-1.1") -> "Answer":
        return cls(200, [("Content-Type", content_type)], json.dumps(value).encode())


@dataclass
class Call:
    """`service` is the name the request was signed for; `path_parameters` are those of a REST path."""

    environ: dict[str, Any]
    body: bytes
    service: str = "-"
    region: str = "us-east-1"
    operation: str = "-"
    access_key_id: str = "-"
    path_parameters: dict[str, str] = field(default_factory=dict)
    principal: Any = None
    # The permissions without which it would have been refused.
    needs: list[Any] = field(default_factory=list)

    @property
    def account(self) -> str:
        return self.principal.account

    @property
    def place(self) -> tuple[str, str]:
        return (self.account, self.region)

    def header(self, name: str) -> str | None:
        key = name.upper().replace("-", "_")
        return self.environ.get(key if key in ("CONTENT_TYPE", "CONTENT_LENGTH") else "HTTP_" + key)

    @cached_property
    def input(self) -> dict[str, Any]:
        """The JSON body, with the parameters of the path under their own names."""
        try:
            value = json.loads(self.body or b"{}")
        except ValueError:
            raise Refusal("SerializationException", "The request body is not JSON.") from None
        if not isinstance(value, dict):
            raise Refusal("SerializationException", "The request body is not a JSON object.")
        return {**value, **self.path_parameters}

    @cached_property
    def form(self) -> dict[str, list[str]]:
        query = parse_qs(self.environ.get("QUERY_STRING", ""), keep_blank_values=True)
        body = parse_qs(self.body.decode("utf-8", "replace"), keep_blank_values=True)
        return {**query, **body}

    def parameter(self, name: str) -> str | None:
        """A parameter of a query-protocol call."""
        return self.form.get(name, [None])[0]

    def parameters(self, prefix: str) -> list[str]:
        """`prefix.1`, `prefix.2` ... of a query-protocol call."""
        found, number = [], 1
        while (value := self.parameter(f"{prefix}.{number}")) is not None:
            found.append(value)
            number += 1
        return found

    def required(self, name: str) -> Any:
        """A member of the JSON input that must be there."""
        if self.input.get(name) in (None, ""):
            raise Refusal("ValidationException", f"1 validation error detected: Value at '{name}' must not be null.")
        return self.input[name]
