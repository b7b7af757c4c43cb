"""A policy document, checked once and read into statements."""

import json
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

ELEMENTS = {
    "Sid", "Effect", "Action", "NotAction", "Resource", "NotResource", "Principal", "NotPrincipal", "Condition",
}  # fmt: skip
VERSIONS = ("2012-10-17", "2008-10-17")
PRINCIPAL_KINDS = ("AWS", "Service", "Federated", "CanonicalUser")


class PolicyError(ValueError):
    """The policy cannot be evaluated: it is malformed, or uses what this evaluator does not know."""


@dataclass(frozen=True)
class Statement:
    """One statement. None stands for an element that is not there."""

    sid: str | None
    denies: bool
    actions: tuple[str, ...] | None
    other_actions: tuple[str, ...] | None
    resources: tuple[str, ...] | None
    other_resources: tuple[str, ...] | None
    principals: tuple[tuple[str, str], ...] | None
    other_principals: tuple[tuple[str, str], ...] | None
    conditions: tuple[tuple[str, str, tuple[str, ...]], ...]
    variables: bool

    @property
    def names_principals(self) -> bool:
        return self.principals is not None or self.other_principals is not None

    @property
    def names_resources(self) -> bool:
        return self.resources is not None or self.other_resources is not None


def as_list(value: Any) -> list:
    return value if isinstance(value, list) else [value]


def read_statements(document: dict[str, Any]) -> tuple[Statement, ...]:
    """The statements of a document; raises `PolicyError` for what is not a policy."""
    return _read(json.dumps(document))


@lru_cache(maxsize=4096)
def _read(text: str) -> tuple[Statement, ...]:
    document = json.loads(text)
    if not isinstance(document, dict) or "Statement" not in document:
        raise PolicyError("A policy is an object with a Statement.")
    if unknown := set(document) - {"Version", "Id", "Statement"}:
        raise PolicyError(f"A policy has no element {', '.join(sorted(unknown))}.")
    version = document.get("Version", VERSIONS[1])
    if version not in VERSIONS:
        raise PolicyError(f"There is no policy version {version}.")
    # Only the newer version has variables; in the older one `${` stands for itself.
    return tuple(_statement(each, version == VERSIONS[0]) for each in as_list(document["Statement"]))


def _statement(given: Any, variables: bool) -> Statement:
    if not isinstance(given, dict):
        raise PolicyError("A statement is an object.")
    where = f"Statement {given.get('Sid') or '(no Sid)'}"
    if unknown := set(given) - ELEMENTS:
        raise PolicyError(f"{where} has an unknown element {', '.join(sorted(unknown))}.")
    if given.get("Effect") not in ("Allow", "Deny"):
        raise PolicyError(f"{where} must have the Effect Allow or Deny.")
    for name in ("Action", "Resource", "Principal"):
        if name in given and "Not" + name in given:
            raise PolicyError(f"{where} has both {name} and Not{name}.")
    if "Action" not in given and "NotAction" not in given:
        raise PolicyError(f"{where} has no Action.")
    return Statement(
        sid=given.get("Sid"),
        denies=given["Effect"] == "Deny",
        actions=_texts(given, "Action", where, lower=True),
        other_actions=_texts(given, "NotAction", where, lower=True),
        resources=_texts(given, "Resource", where),
        other_resources=_texts(given, "NotResource", where),
        principals=_principals(given.get("Principal"), where),
        other_principals=_principals(given.get("NotPrincipal"), where),
        conditions=tuple(_conditions(given.get("Condition", {}), where)),
        variables=variables,
    )


def _texts(given: dict, name: str, where: str, lower: bool = False) -> tuple[str, ...] | None:
    if name not in given:
        return None
    values = as_list(given[name])
    if not all(isinstance(each, str) and each for each in values):
        raise PolicyError(f"{name} of {where} must be texts.")
    return tuple(each.lower() if lower else each for each in values)


def _principals(value: Any, where: str) -> tuple[tuple[str, str], ...] | None:
    if value is None:
        return None
    if value == "*":
        return (("AWS", "*"),)
    if not isinstance(value, dict) or not value or not set(value) <= set(PRINCIPAL_KINDS):
        raise PolicyError(f"{where} must name principals by {', '.join(PRINCIPAL_KINDS)}, or be '*'.")
    return tuple((kind, each) for kind, names in value.items() for each in as_list(names))


def _conditions(value: Any, where: str) -> list[tuple[str, str, tuple[str, ...]]]:
    found = []
    if not isinstance(value, dict) or not all(isinstance(keys, dict) for keys in value.values()):
        raise PolicyError(f"The Condition of {where} must be operators, each with keys.")
    for operator, keys in value.items():
        for key, wanted in keys.items():
            found.append((operator, key, tuple(_text(each, where) for each in as_list(wanted))))
    return found


def _text(value: Any, where: str) -> str:
    """JSON's true and numbers may stand for their texts in conditions."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, (str, int, float)):
        return str(value)
    raise PolicyError(f"A condition of {where} compares with something that is no text: {value!r}.")
