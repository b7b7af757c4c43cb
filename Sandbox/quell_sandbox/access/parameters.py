"""Parameters by their names on the wire, whatever the protocol of the call."""

import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qs

from ..call import Call
from ..error_answers import family

# Of a tag in a form: `Tag.1.Key`, `Tags.member.2.Value`, `TagSpecification.1.Tag.3.Key`.
TAG = re.compile(r"(?:(TagSpecifications?\.\d+)\.)?Tags?(?:\.member|\.Tag|\.item)?\.(\d+)\.(Key|Value)")
TAG_KEY = re.compile(r"(?:TagKeys?(?:\.member)?\.\d+|Tag\.\d+\.Key)")


def is_form(call: Call) -> bool:
    """Whether the parameters are those of a form rather than of a JSON document."""
    return family(call) in ("ec2", "query")


def listed(call: Call, *names: str) -> list[str]:
    """All values of the parameters of these names, of lists too: `InstanceId`, `InstanceId.2`, `Names.member.1`."""
    if not is_form(call):
        return [each for name in names for each in _texts(members(call).get(name))]
    pattern = re.compile(rf"(?:{'|'.join(map(re.escape, names))})(?:\.\w+)?(?:\.\d+)?")
    return [values[0] for key, values in call.form.items() if pattern.fullmatch(key) and values[0]]


def anywhere(call: Call, name: str, but: tuple[str, ...] = ()) -> list[str]:
    """Values of a form's parameters whose last word is the name, wherever they lie, except under the words of `but`."""
    found = []
    for key, values in call.form.items():
        words = [word for word in key.split(".") if not word.isdigit() and word not in ("member", "item")]
        if words and words[-1] == name and not any(word in but for word in words[:-1]):
            found += values
    return list(dict.fromkeys(each for each in found if each))


def one(call: Call, *names: str) -> str | None:
    found = listed(call, *names)
    return found[0] if found else None


def members(call: Call) -> dict[str, Any]:
    """The members of a JSON document, of the path and of the query string. S3's documents are not JSON."""
    sent = parse_qs(call.environ.get("QUERY_STRING", ""), keep_blank_values=True)
    query = {name: values if len(values) > 1 else values[0] for name, values in sent.items()}
    return {**query, **(call.path_parameters if family(call) == "s3" else call.input)}


def _texts(value: Any) -> Iterator[str]:
    for each in value if isinstance(value, list) else [value]:
        if isinstance(each, (str, int)) and not isinstance(each, bool):
            yield str(each)


def tags(call: Call, specification: str | None = None) -> dict[str, str]:
    """The tags in a request: all of them, or those of one TagSpecification (`TagSpecification.1`)."""
    if not is_form(call):
        return _document_tags(members(call))
    found: dict[tuple[str | None, str], dict[str, str]] = {}
    for key, values in call.form.items():
        if match := TAG.fullmatch(key):
            found.setdefault((match[1], match[2]), {})[match[3]] = values[0]
    return {
        each["Key"]: each.get("Value", "") for (within, _), each in found.items() if within == specification and "Key" in each
    }


def _document_tags(document: dict[str, Any]) -> dict[str, str]:
    found: dict[str, str] = {}
    for name in ("Tags", "tags"):
        value = document.get(name) or {}
        if isinstance(value, dict):
            found |= {str(key): str(each) for key, each in value.items()}
        else:
            for each in value:
                key = each.get("Key", each.get("TagKey", each.get("key")))
                found[str(key)] = str(each.get("Value", each.get("TagValue", each.get("value", ""))))
    return found


def tag_keys(call: Call) -> list[str]:
    """The keys of tags in a request, of those to set and of those to take away."""
    taken = listed(call, "TagKeys", "tagKeys", "TagKey")
    return list(dict.fromkeys([*tags(call), *taken]))


def specifications(call: Call) -> dict[str, dict[str, str]]:
    """The tags of EC2's TagSpecifications by the type of resource they are for."""
    found: dict[str, dict[str, str]] = {}
    for key, values in call.form.items():
        if match := re.fullmatch(r"(TagSpecifications?\.\d+)\.ResourceType", key):
            found.setdefault(values[0], {}).update(tags(call, match[1]))
    return found
