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
    headers: frozenset[str]


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
        wanted = all(name in sent and value in ("", sent[name]) for name, value in route.query)
        if match and wanted and all(call.header(name) for name in route.headers):
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
        fixed = set(parse_qsl(query, keep_blank_values=True))
        required = {(member, "") for member in _required(model, operation, "querystring")}
        headers = frozenset(_required(model, operation, "header"))
        route = Route(name, re.compile(_pattern(path)), frozenset(fixed | required), headers)
        found.setdefault(operation["http"]["method"], []).append(route)
    for routes in found.values():
        routes.sort(key=_generality)
    return found


def _generality(route: Route) -> tuple[int, int, int]:
    conditions = len(route.query) + len(route.headers)
    return (-conditions, route.path.pattern.count("(?P"), -len(route.path.pattern))


def _required(model: dict, operation: dict, location: str) -> set[str]:
    """Names on the wire of the members of a location that every such call has."""
    shape = model["shapes"][operation["input"]["shape"]] if "input" in operation else {}
    members = [shape["members"][name] for name in shape.get("required", [])]
    return {member["locationName"] for member in members if member.get("location") == location}


def _pattern(path: str) -> str:
    """`/detector/{DetectorId}` as a regular expression; a greedy label ends with `+`."""
    pieces = re.split(r"\{(.+?)\}", path)
    for index in range(1, len(pieces), 2):
        name = re.sub(r"\W", "_", pieces[index].removesuffix("+"))
        pieces[index] = f"(?P<{name}>{'.+' if pieces[index].endswith('+') else '[^/]+'})"
    return "".join(piece if index % 2 else re.escape(piece) for index, piece in enumerate(pieces)) + "/?"
