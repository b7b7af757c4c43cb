"""Answers written from the whole of botocore's output models, and botocore's reading of them."""

import base64
import json
import random
from xml.sax.saxutils import escape

from botocore.parsers import create_parser

import chosen

LETTERS = "abcXYZ019-._ &<>\"'/:äΩ中🦊"
TIMES = ["2026-11-25T07:00:00Z", "2026-11-25T07:00:00.000Z", "2019-02-28T23:59:59.123456Z", "1999-12-31T12:00:00Z"]


def text(rng):
    return "".join(rng.choice(LETTERS) for _ in range(rng.randint(0, 10)))


def scalar(rng, shape, is_json):
    """A value as the wire carries it: for XML already text."""
    kind = shape.type_name
    if kind == "boolean":
        flag = rng.random() < 0.5
        return flag if is_json else str(flag).lower()
    if kind in ("integer", "long"):
        number = rng.choice([0, 1, -1, 443, 2**31 - 1])
        return number if is_json else str(number)
    if kind in ("float", "double"):
        number = rng.choice([0.0, 0.5, 8.0, 2.25, 1e21])
        return number if is_json else str(number)
    if kind == "timestamp":
        return rng.choice([1795590000, 1795590000.25, 0, 1600000000.123]) if is_json else rng.choice(TIMES)
    if kind == "blob":
        return base64.b64encode(rng.randbytes(rng.randint(0, 9))).decode()
    if shape.name == "policyDocumentType":
        return "%7B%22Version%22%3A%222012-10-17%22%2C%22Statement%22%3A%5B%5D%7D"
    return text(rng)


def json_value(rng, shape, depth):
    kind = shape.type_name
    if kind == "structure":
        return {
            member.serialization.get("name", name): rng.choice([None, json_value(rng, member, depth + 1)])
            if rng.random() < 0.15 else json_value(rng, member, depth + 1)
            for name, member in shape.members.items()
            if depth < 6 and rng.random() < 0.8
        }
    if kind == "list":
        return [json_value(rng, shape.member, depth + 1) for _ in range(rng.choice([0, 1, 2]) if depth < 6 else 0)]
    if kind == "map":
        return {f"k{i}": json_value(rng, shape.value, depth + 1) for i in range(rng.choice([0, 1, 2]))}
    return scalar(rng, shape, True)


def element(rng, name, shape, depth):
    """One XML element; flattened lists and maps are repeated elements."""
    kind = shape.type_name
    if kind == "structure":
        return f"<{name}>{inside(rng, shape, depth)}</{name}>"
    if kind == "list":
        count = rng.choice([0, 1, 2]) if depth < 6 else 0
        item = shape.member.serialization.get("name")
        if shape.serialization.get("flattened"):
            return "".join(element(rng, item or name, shape.member, depth + 1) for _ in range(count))
        items = "".join(element(rng, item or "member", shape.member, depth + 1) for _ in range(count))
        return f"<{name}>{items}</{name}>" if items or rng.random() < 0.5 else f"<{name}/>"
    if kind == "map":
        key = shape.key.serialization.get("name", "key")
        part = shape.value.serialization.get("name", "value")
        entries = "".join(
            f"<entry><{key}>k{i}</{key}>{element(rng, part, shape.value, depth + 1)}</entry>"
            for i in range(rng.choice([0, 1, 2])))
        return f"<{name}>{entries}</{name}>"
    raw = scalar(rng, shape, False)
    written = f"<![CDATA[{raw}]]>" if rng.random() < 0.1 else escape(raw)
    return f"<{name}>{written}</{name}>"


def inside(rng, shape, depth):
    parts = ["\n  " if rng.random() < 0.3 else ""]
    for name, member in shape.members.items():
        serialization = member.serialization
        if serialization.get("location") or serialization.get("xmlAttribute") or depth >= 6 or rng.random() > 0.8:
            continue
        parts.append(element(rng, serialization.get("name", name), member, depth + 1))
    return "".join(parts)


def headers(rng, shape):
    found = {"x-amzn-RequestId": "f0e1d2c3"}
    for name, member in shape.members.items() if shape is not None else []:
        if member.serialization.get("location") == "header":
            found[member.serialization["name"]] = scalar(rng, member, False).encode("ascii", "ignore").decode()
    return found


def body(rng, service, model):
    shape = model.output_shape
    protocol = model.metadata["protocol"]
    if shape is None:
        name = f"{model.name}Response"
        return "" if protocol in ("json", "rest-json", "rest-xml") else f"<{name}><RequestId>r</RequestId></{name}>"
    if protocol in ("json", "rest-json"):
        return json.dumps(json_value(rng, shape, 0), ensure_ascii=rng.random() < 0.5)
    space = ' xmlns="http://example.com/doc/"'
    if protocol == "rest-xml":
        payload = shape.serialization.get("payload")
        root = shape.members[payload] if payload else shape
        tag = (payload and root.serialization.get("name")) or model.name + "Result"
        return f'<?xml version="1.0" encoding="UTF-8"?>\n<{tag}{space}>{inside(rng, root, 0)}</{tag}>'
    content = inside(rng, shape, 0)
    wrapper = shape.serialization.get("resultWrapper")
    if wrapper:
        content = f"<{wrapper}>{content}</{wrapper}><ResponseMetadata><RequestId>r</RequestId></ResponseMetadata>"
    return f"<{model.name}Response{space}>{content}<!-- end --></{model.name}Response>"


def answer_lines(seed, each):
    rng = random.Random(seed)
    for service, model, choice in chosen.operations():
        for _ in range(each):
            response = {"status_code": 200, "headers": headers(rng, model.output_shape)}
            response["body"] = body(rng, service, model).encode()
            yield line(service, model, choice, response)


def line(service, model, choice, response):
    """The bytes of an answer and what botocore reads in them."""
    shape = model.output_shape
    parsed = create_parser(model.metadata["protocol"]).parse(response, shape)
    expected = {}
    if response["status_code"] >= 300:
        expected = {"code": parsed["Error"].get("Code"), "message": parsed["Error"].get("Message")}
    elif shape is not None:
        expected = chosen.pruned(parsed, shape, choice.get("output", []))
    return {
        "operation": f"{service}:{model.name}", "status": response["status_code"],
        "headers": dict(response["headers"]), "body": response["body"].decode(), "expected": expected,
    }
