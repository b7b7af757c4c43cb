"""Wildcards, ARNs, and the variables of policies."""

import re
from collections.abc import Callable
from functools import lru_cache

VARIABLE = re.compile(r"\$\{\s*([^},]+?)\s*(?:,\s*'([^']*)'\s*)?\}")
# `${*}` stands for an asterisk that is no wildcard.
LITERALS = ("*", "?", "$")


class Unresolved(Exception):
    """A variable has no value in the request and no default: the text that holds it matches nothing."""


def pieces(text: str, lookup: Callable[[str], str | None]) -> str:
    """The text with its variables replaced; their values stand for themselves, wildcards too."""

    def value(match: re.Match[str]) -> str:
        name, default = match[1], match[2]
        if name in LITERALS:
            return _quoted(name)
        found = lookup(name)
        if found is None:
            found = default
        if found is None:
            raise Unresolved(name)
        return _quoted(found)

    return VARIABLE.sub(value, text)


# Characters of Unicode's private use, so that a quoted wildcard survives until the pattern is compiled.
_QUOTES = {"*": "\ue000", "?": "\ue001"}
_BACK = {quoted: plain for plain, quoted in _QUOTES.items()}


def _quoted(text: str) -> str:
    return text.translate(str.maketrans(_QUOTES))


def plain(text: str) -> str:
    """The text with its quoted wildcards as ordinary characters."""
    return text.translate(str.maketrans(_BACK))


@lru_cache(maxsize=8192)
def _compiled(pattern: str, within: bool) -> re.Pattern[str]:
    anything = "[^:]*" if within else ".*"
    made = []
    for character in pattern:
        match character:
            case "*":
                made.append(anything)
            case "?":
                made.append(".")
            case _:
                made.append(re.escape(_BACK.get(character, character)))
    return re.compile("".join(made), re.DOTALL)


def like(text: str, pattern: str) -> bool:
    """`*` is any text, `?` any character; case counts."""
    return _compiled(pattern, False).fullmatch(text) is not None


def is_arn_pattern(pattern: str) -> bool:
    return pattern.startswith("arn:") and pattern.count(":") >= 5


def arn_like(text: str, pattern: str) -> bool:
    """The six parts of an ARN, each compared by itself: a wildcard does not reach over a colon."""
    parts, patterns = text.split(":", 5), pattern.split(":", 5)
    if len(parts) != 6 or len(patterns) != 6:
        return False
    return all(like(part, each) for part, each in zip(parts, patterns, strict=True))


def resource_like(text: str, pattern: str) -> bool:
    """As Resource elements match: only a `*` at the end of a part, or in the last part, reaches over a colon."""
    return _compiled_resource(pattern).fullmatch(text) is not None


@lru_cache(maxsize=8192)
def _compiled_resource(pattern: str) -> re.Pattern[str]:
    made = []
    for index, part in enumerate(pattern.split(":", 5)):
        inner = _compiled(part, index < 5).pattern
        # The wildcard that ends a part is the one that may reach on.
        made.append(inner.removesuffix("[^:]*") + ".*" if index < 5 and part.endswith("*") else inner)
    return re.compile(":".join(made), re.DOTALL)
