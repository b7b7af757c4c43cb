"""One call as it came over the wire."""
import dataclasses
import json
import re
import urllib.parse
from typing import Any

CREDENTIAL = re.compile(r"Credential=([^/]+)/\d{8}/([^/]+)/([^/]+)/")
HIDDEN = {"Action", "Version"}


@dataclasses.dataclass(frozen=True)
class Request:
    method: str
    path: str
    headers: dict[str, str]
    body: bytes

    @classmethod
    def parse(cls, head: bytes, body: bytes) -> "Request":
        first, *lines = head.decode("latin-1").split("\r\n")
        method, path, _ = first.split(" ", 2)
        headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines if line)}
        return cls(method, path, headers, body)

    def scope(self) -> tuple[str, str, str]:
        """Access key, Region and service of the signature, which is not checked."""
        found = CREDENTIAL.search(self.headers.get("authorization", ""))
        return (found[1], found[2], found[3]) if found else ("", "", "")

    def parameters(self) -> dict[str, str]:
        return dict(urllib.parse.parse_qsl(self.body.decode(), keep_blank_values=True))

    def document(self) -> dict[str, Any]:
        return json.loads(self.body) if self.body else {}


def numbered(parameters: dict[str, str], prefix: str) -> list[str]:
    """The values of `prefix.1`, `prefix.2` and so on."""
    values, index = [], 1
    while (value := parameters.get(f"{prefix}.{index}")) is not None:
        values.append(value)
        index += 1
    return values


def filters(parameters: dict[str, str]) -> dict[str, list[str]]:
    """EC2's filters: values by name."""
    found, index = {}, 1
    while (name := parameters.get(f"Filter.{index}.Name")) is not None:
        found[name] = numbered(parameters, f"Filter.{index}.Value")
        index += 1
    return found


def tags(parameters: dict[str, str], prefix: str) -> dict[str, str]:
    found, index = {}, 1
    while (key := parameters.get(f"{prefix}.{index}.Key")) is not None:
        found[key] = parameters.get(f"{prefix}.{index}.Value", "")
        index += 1
    return found


def leaves(value: Any) -> list[str]:
    """Every text of a document, for comparing what was planned with what was sent."""
    match value:
        case dict():
            return [text for part in value.values() for text in leaves(part)]
        case list():
            return [text for part in value for text in leaves(part)]
        case bool():
            return ["true" if value else "false"]
        case None:
            return []
        case _:
            return [str(value)]
