"""The condition operators: each says whether one value of the request matches one value of the policy."""

import ipaddress
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timezone
from decimal import Decimal, InvalidOperation

from .documents import PolicyError
from .patterns import arn_like, is_arn_pattern, like, plain

Match = Callable[[str, str], bool]


@dataclass(frozen=True)
class Operator:
    """`negated` operators hold when nothing matches, also when the key is missing. Only texts have `variables`."""

    matches: Match
    negated: bool = False
    variables: bool = False


def _equal(value: str, wanted: str) -> bool:
    return value == plain(wanted)


def _equal_any_case(value: str, wanted: str) -> bool:
    return value.casefold() == plain(wanted).casefold()


def _arn(value: str, wanted: str) -> bool:
    if not is_arn_pattern(wanted):
        raise PolicyError(f"{wanted!r} is not an ARN.")
    return arn_like(value, wanted)


def _boolean(value: str, wanted: str) -> bool:
    if wanted.lower() not in ("true", "false"):
        raise PolicyError(f"{wanted!r} is neither true nor false.")
    return value.lower() == wanted.lower()


def _address(value: str, wanted: str) -> bool:
    try:
        network = ipaddress.ip_network(wanted, strict=False)
    except ValueError:
        raise PolicyError(f"{wanted!r} is not an address range.") from None
    try:
        address = ipaddress.ip_address(value)
    except ValueError:
        return False
    return address.version == network.version and address in network


def _ordered(parse: Callable[[str], Decimal | datetime], holds: Callable[[int], bool]) -> Match:
    def matches(value: str, wanted: str) -> bool:
        try:
            limit = parse(wanted)
        except (ValueError, InvalidOperation):
            raise PolicyError(f"{wanted!r} cannot be compared by order.") from None
        try:
            found = parse(value)
        except (ValueError, InvalidOperation):
            return False
        return holds((found > limit) - (found < limit))  # type: ignore[operator]

    return matches


def _date(text: str) -> datetime:
    """ISO 8601, or seconds since 1970."""
    if text.lstrip("-").isdigit() and len(text) > 4:
        return datetime.fromtimestamp(int(text), timezone.utc)
    moment = datetime.fromisoformat(text.replace("Z", "+00:00"))
    return moment if moment.tzinfo else moment.replace(tzinfo=timezone.utc)


def _family(name: str, parse: Callable) -> dict[str, Operator]:
    equals = _ordered(parse, lambda order: order == 0)
    return {
        f"{name}Equals": Operator(equals),
        f"{name}NotEquals": Operator(equals, negated=True),
        f"{name}LessThan": Operator(_ordered(parse, lambda order: order < 0)),
        f"{name}LessThanEquals": Operator(_ordered(parse, lambda order: order <= 0)),
        f"{name}GreaterThan": Operator(_ordered(parse, lambda order: order > 0)),
        f"{name}GreaterThanEquals": Operator(_ordered(parse, lambda order: order >= 0)),
    }


def _pair(matches: Match, name: str, negation: str, variables: bool = True) -> dict[str, Operator]:
    return {
        name: Operator(matches, variables=variables),
        negation: Operator(matches, negated=True, variables=variables),
    }


OPERATORS: dict[str, Operator] = {
    **_pair(_equal, "StringEquals", "StringNotEquals"),
    **_pair(_equal_any_case, "StringEqualsIgnoreCase", "StringNotEqualsIgnoreCase"),
    **_pair(like, "StringLike", "StringNotLike"),
    **_pair(_arn, "ArnEquals", "ArnNotEquals"),
    **_pair(_arn, "ArnLike", "ArnNotLike"),
    **_pair(_address, "IpAddress", "NotIpAddress", variables=False),
    **_family("Numeric", Decimal),
    **_family("Date", _date),
    "Bool": Operator(_boolean),
    "BinaryEquals": Operator(_equal),
}
