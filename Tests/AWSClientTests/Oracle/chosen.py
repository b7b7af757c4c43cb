"""The operations and members that Tools/aws-operations.json chooses, and botocore's models of them."""

import base64
import datetime
import importlib.util
import pathlib
import urllib.parse

import botocore.session

ROOT = pathlib.Path(__file__).resolve().parents[3]
GENERATOR = ROOT / "Tools/generate-aws-operations.py"

spec = importlib.util.spec_from_file_location("generator", GENERATOR)
generator = importlib.util.module_from_spec(spec)
spec.loader.exec_module(generator)

session = botocore.session.Session()
services = generator.json.loads(generator.CHOICE.read_text())["services"]
models = {service: session.get_service_model(service) for service in services}


def operations():
    """Service, botocore operation model and choice of every operation, in the order of the choice."""
    for service, settings in services.items():
        for name, choice in settings["operations"].items():
            yield service, models[service].operation_model(name), choice


def members(shape, below):
    """Chosen members of a structure in the model's order: name, shape, choice below."""
    chosen = None if below is None else generator.selection(below)
    for name, member in shape.members.items():
        if chosen is None:
            yield name, member, None
        elif name in chosen:
            yield name, member, chosen[name]


def iso(moment):
    """The text of a time as Quell writes it."""
    moment = moment.astimezone(datetime.timezone.utc)
    fraction = f".{moment.microsecond:06}".rstrip("0") if moment.microsecond else ""
    return f"{moment:%Y-%m-%dT%H:%M:%S}{fraction}Z"


def pruned(value, shape, below):
    """What botocore parsed, with the chosen members only and in Quell's own form."""
    kind = shape.type_name
    if kind == "structure":
        return {
            name: pruned(value[name], member, inner)
            for name, member, inner in members(shape, below)
            if value.get(name) is not None
        }
    if kind == "list":
        return [pruned(item, shape.member, below) for item in value]
    if kind == "map":
        return {key: pruned(item, shape.value, below) for key, item in value.items()}
    if kind == "timestamp":
        return iso(value)
    if kind == "blob":
        return base64.b64encode(value).decode()
    if shape.name == "policyDocumentType":
        return urllib.parse.unquote(value)
    return value
