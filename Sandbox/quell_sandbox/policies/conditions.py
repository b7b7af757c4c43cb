"""Whether a condition holds: operators with their qualifiers, and what a missing key means."""

import re

from .documents import PolicyError, Statement
from .operators import OPERATORS, Operator
from .patterns import Unresolved, pieces
from .request import Request

SPELLING = re.compile(r"(?:(ForAllValues|ForAnyValue):)?(\w+?)(IfExists)?")


def conditions_hold(statement: Statement, request: Request) -> bool:
    """All operators, and all keys of each, must hold; of several wanted values one is enough."""
    # Every condition is looked at, so that an unknown operator is found whatever the others say.
    return all([_holds(statement, request, *each) for each in statement.conditions])


def parse_operator(spelling: str) -> tuple[str | None, str, bool]:
    """`ForAllValues:StringLikeIfExists` as its qualifier, its operator, and whether it forgives a missing key."""
    match = SPELLING.fullmatch(spelling)
    if match is None or (match[2] != "Null" and match[2] not in OPERATORS) or (match[2] == "Null" and match[3]):
        raise PolicyError(f"There is no condition operator {spelling!r} here.")
    return match[1], match[2], match[3] is not None


def _holds(statement: Statement, request: Request, spelling: str, key: str, wanted: tuple[str, ...]) -> bool:
    qualifier, name, forgiving = parse_operator(spelling)
    value = request.value(key)
    if name == "Null":
        return _null(value is None, wanted)
    operator = OPERATORS[name]
    if value is None:
        # ForAllValues holds for no values at all; ForAnyValue never does, not even when it is negated.
        return forgiving or qualifier == "ForAllValues" or (qualifier is None and operator.negated)
    values = value if isinstance(value, list) else [value]
    texts = _resolved(statement, request, operator, wanted)
    results = [_one(operator, each, texts) for each in values]
    if qualifier == "ForAllValues":
        return all(results)
    if qualifier == "ForAnyValue":
        return any(results)
    if len(results) > 1:
        raise PolicyError(f"{key} has several values: {spelling} needs ForAllValues: or ForAnyValue: before it.")
    return results[0]


def _null(missing: bool, wanted: tuple[str, ...]) -> bool:
    if not all(each.lower() in ("true", "false") for each in wanted):
        raise PolicyError("Null compares with true or false.")
    return str(missing).lower() in [each.lower() for each in wanted]


def _one(operator: Operator, value: str, texts: list[str]) -> bool:
    matched = any([operator.matches(value, text) for text in texts])
    return matched is not operator.negated


def _resolved(statement: Statement, request: Request, operator: Operator, wanted: tuple[str, ...]) -> list[str]:
    """The wanted values with their variables replaced; one that cannot be replaced matches nothing."""
    if not (operator.variables and statement.variables):
        return list(wanted)
    return replace_variables(request, wanted)


def replace_variables(request: Request, texts: tuple[str, ...]) -> list[str]:
    def lookup(name: str) -> str | None:
        value = request.value(name)
        if isinstance(value, list):
            raise PolicyError(f"{name} has several values and cannot be a variable.")
        return value

    found = []
    for text in texts:
        try:
            found.append(pieces(text, lookup))
        except Unresolved:
            continue
    return found
