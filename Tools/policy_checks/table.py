"""The table of IAM actions, asked by patterns."""

import fnmatch
import json
import pathlib
from functools import cache

TABLE = json.loads((pathlib.Path(__file__).resolve().parents[1] / "iam-table.json").read_text())
MUTATING = ("Write", "Tagging", "Permissions management")
OF_REQUESTS = ("aws:RequestTag/", "aws:TagKeys")
# With sts:AssumeRole these are one request with one context: its keys are there for all of them.
# https://docs.aws.amazon.com/IAM/latest/UserGuide/id_session-tags.html
ASSUMING = ("sts:SetSourceIdentity", "sts:TagSession")


@cache
def matching(pattern: str) -> tuple[str, ...]:
    """The actions a pattern means: `ec2:Describe*`."""
    prefix, _, name = pattern.lower().partition(":")
    every = [f"{service}:{action}" for service, entry in TABLE["services"].items() for action in entry["actions"]]
    wanted = pattern.lower() if name else f"{prefix}:*" if prefix != "*" else "*"
    return tuple(each for each in every if fnmatch.fnmatchcase(each.lower(), wanted.replace("[", "[[]")))


def is_mutating(action: str) -> bool:
    return _entry(action)["level"] in MUTATING


def has_resources(action: str) -> bool:
    return bool(_entry(action)["resources"])


def supports(action: str, key: str) -> bool:
    """Whether a condition of an action may ask for the key."""
    return any(_is(key, each) for each in _keys(action))


def is_global(key: str) -> bool:
    return any(_is(key, each) for each in TABLE["globalKeys"])


@cache
def _keys(action: str) -> frozenset[str]:
    service, resources = action.partition(":")[0], _entry(action)["resources"]
    types = TABLE["services"][service]["resources"]
    of_types = {key for each in resources if each in types for key in types[each]["keys"]}
    # A type of resource lists the tags of requests too, for those that create or tag it: an action has them by itself.
    found = frozenset(_entry(action)["keys"]) | {key for key in of_types if not key.startswith(OF_REQUESTS)}
    return found | _keys("sts:AssumeRole") if action in ASSUMING else found


def _entry(action: str) -> dict:
    service, _, name = action.partition(":")
    return TABLE["services"][service]["actions"][name]


def _is(key: str, documented: str) -> bool:
    """`aws:ResourceTag/team` is `aws:ResourceTag/${TagKey}`; case does not count."""
    prefix, variable, _ = documented.lower().partition("${")
    return key.lower().startswith(prefix) and len(key) > len(prefix) if variable else key.lower() == prefix
