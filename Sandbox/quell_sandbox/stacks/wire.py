"""Inputs and answers of CloudFormation, by botocore's own model of them."""

from typing import Any

from moto.core.model import ServiceModel, Shape
from moto.core.serialize import QuerySerializer
from moto.core.utils import get_service_model

from ..call import Answer, Call, Refusal


def _model() -> ServiceModel:
    return get_service_model("cloudformation")


def stack_input(call: Call) -> dict[str, Any]:
    """The parameters of the query, in the shape the operation's model gives them."""
    shape = _model().operation_model(call.operation).input_shape
    values = {name: texts[0] for name, texts in call.form.items()}
    given = _read(shape, values, "")
    given = given if given is not None else {}
    if missing := [name for name in shape.required_members if name not in given]:
        message = f"1 validation error detected: Value null at '{missing[0]}' failed to satisfy constraint"
        raise Refusal("ValidationError", message)
    return given


def _read(shape: Shape, values: dict[str, str], prefix: str) -> Any:
    """None when nothing of the shape was sent."""
    if shape.type_name == "structure":
        start = f"{prefix}." if prefix else ""
        found = {name: _read(member, values, f"{start}{name}") for name, member in shape.members.items()}
        return {name: value for name, value in found.items() if value is not None} or None
    if shape.type_name == "list":
        items, number = [], 1
        while (item := _read(shape.member, values, f"{prefix}.member.{number}")) is not None:
            items.append(item)
            number += 1
        return items or ([] if prefix in values else None)
    text = values.get(prefix)
    if text is None:
        return None
    if shape.type_name == "boolean":
        return text.lower() == "true"
    return int(text) if shape.type_name == "integer" else text


def answer(call: Call, result: dict[str, Any]) -> Answer:
    serialized = QuerySerializer(_model().operation_model(call.operation)).serialize(result)
    body = serialized["body"]
    return Answer(200, [("Content-Type", "text/xml")], body.encode() if isinstance(body, str) else body)
