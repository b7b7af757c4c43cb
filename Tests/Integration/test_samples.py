"""Every event that `quell sample` makes, held against the models of AWS's own client."""
import json
import subprocess

import botocore.session
import pytest

from conftest import QUELL


def quell(*arguments):
    return subprocess.run([QUELL, "sample", *arguments], capture_output=True, text=True, timeout=60)


TYPES = [line for line in quell("--list").stdout.split() if ":" in line]


def problems(value, shape, path):
    """What of a value the shape does not know, by the names it has on the wire."""
    if value is None:
        return
    kind = shape.type_name
    if kind == "structure":
        if not isinstance(value, dict):
            yield f"{path} is no object"
            return
        members = {member.serialization.get("name", name): member for name, member in shape.members.items()}
        for name, inner in value.items():
            if name not in members:
                yield f"{path}.{name} is not in the model"
            else:
                yield from problems(inner, members[name], f"{path}.{name}")
        for name in shape.required_members:
            wire = shape.members[name].serialization.get("name", name)
            if value.get(wire) is None:
                yield f"{path}.{wire} is missing"
    elif kind == "list":
        for index, inner in enumerate(value):
            yield from problems(inner, shape.member, f"{path}[{index}]")
    elif kind == "map":
        for name, inner in value.items():
            yield from problems(inner, shape.value, f"{path}.{name}")
    elif kind == "string":
        if not isinstance(value, str):
            yield f"{path} is {value!r}, not a string"
        elif shape.enum and value not in shape.enum:
            yield f"{path} is {value!r}, not one of {shape.enum}"
    elif kind == "boolean":
        if not isinstance(value, bool):
            yield f"{path} is {value!r}, not a boolean"
    elif kind in ("integer", "long", "double", "float"):
        if isinstance(value, bool) or not isinstance(value, (int, float)):
            yield f"{path} is {value!r}, not a number"


@pytest.fixture(scope="module")
def models():
    session = botocore.session.get_session()
    return {
        "guardduty": session.get_service_model("guardduty").shape_for("Finding"),
        "securityhub": session.get_service_model("securityhub").shape_for("AwsSecurityFinding"),
    }


def test_there_are_as_many_types_as_the_catalogue_has():
    assert len(TYPES) == 231


@pytest.mark.parametrize("type", TYPES)
def test_the_finding_is_one_of_guardduty(models, type):
    for seed in ("0", "1"):
        answer = quell(type, "--seed", seed, "--tag", "env=prod", "--lines")
        assert answer.returncode == 0, answer.stderr
        detail = json.loads(answer.stdout)["detail"]
        assert detail["type"] == type
        assert list(problems(detail, models["guardduty"], "detail")) == []


@pytest.mark.parametrize("type", TYPES + ["S3_BUCKET_PUBLIC_READ_PROHIBITED"])
def test_the_copy_in_security_hub_is_in_its_format(models, type):
    answer = quell(type, "--as", "asff", "--tag", "env=prod")
    assert answer.returncode == 0, answer.stderr
    (finding,) = json.loads(answer.stdout)["detail"]["findings"]
    assert list(problems(finding, models["securityhub"], "finding")) == []


def test_what_is_no_type_is_refused_with_the_nearest_one():
    answer = quell("Trojan:EC2/DropPiont")
    assert answer.returncode == 2
    assert 'Did you mean "Trojan:EC2/DropPoint"?' in answer.stderr
