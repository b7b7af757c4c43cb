"""Names the operation of a request, for every protocol, from botocore's own models."""

import re
from functools import cache
from typing import NamedTuple
from urllib.parse import parse_qsl, unquote

from botocore.loaders import Loader

from .call import Call

# REST services whose calls have neither an X-Amz-Target header nor an Action parameter.
REST_MODELS = {"guardduty": "guardduty", "s3": "s3", "securityhub": "securityhub", "lambda": "lambda"}


class Route(NamedTuple):
    operation: str
    path: re.Pattern[str]
    query: frozenset[tuple[str, str]]


def name_operation(call: Call) -> None:
    """Sets `call.operation`, and `call.path_parameters` of REST calls."""
    if target := call.header("X-Amz-Target"):
        call.operation = target.rpartition(".")[2]
    elif call.service in REST_MODELS:
        _name_rest_operation(call)
    elif action := call.parameter("Action"):
        call.operation = action


def _name_rest_operation(call: Call) -> None:
    path = call.environ["RAW_URI"].partition("?")[0]
    sent = dict(parse_qsl(call.environ.get("QUERY_STRING", ""), keep_blank_values=True))
    for route in _routes(call.service).get(call.environ["REQUEST_METHOD"], []):
        match = route.path.fullmatch(path)
        if match and all(name in sent and value in ("", sent[name]) for name, value in route.query):
            call.operation = route.operation
            call.path_parameters = {name: unquote(value) for name, value in match.groupdict().items()}
            return


@cache
def _routes(service: str) -> dict[str, list[Route]]:
    """Routes by HTTP method, the most particular first."""
    model = Loader().load_service_model(REST_MODELS[service], "service-2")
    found: dict[str, list[Route]] = {}
    for name, operation in model["operations"].items():
        path, _, query = operation["http"]["requestUri"].partition("?")
        required = _required_query(model, operation) | set(parse_qsl(query, keep_blank_values=True))
        route = Route(name, re.compile(_pattern(path)), frozenset(required))
        found.setdefault(operation["http"]["method"], []).append(route)
    for routes in found.values():
        routes.sort(key=lambda route: (-len(route.query), route.path.pattern.count("(?P"), -len(route.path.pattern)))
    return found


def _required_query(model: dict, operation: dict) -> set[tuple[str, str]]:
    shape = model["shapes"][operation["input"]["shape"]] if "input" in operation else {}
    members = shape.get("members", {})
    required = [members[name] for name in shape.get("required", [])]
    return {(member["locationName"], "") for member in required if member.get("location") == "querystring"}


def _pattern(path: str) -> str:
    """`/detector/{DetectorId}` as a regular expression; a greedy label ends with `+`."""
    pieces = re.split(r"\{(.+?)\}", path)
    for index in range(1, len(pieces), 2):
        name = re.sub(r"\W", "_", pieces[index].removesuffix("+"))
        pieces[index] = f"(?P<{name}>{'.+' if pieces[index].endswith('+') else '[^/]+'})"
    return "".join(piece if index % 2 else re.escape(piece) for index, piece in enumerate(pieces)) + "/?"
