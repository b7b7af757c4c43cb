"""Every permission of both templates: one action of one Allow, of a role or of a policy that lies on a resource."""
import json
import pathlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from quell_sandbox.stacks.templates import parse

from sandbox_process import ROOT

TEMPLATES = ("security", "service")
# The member of a policy resource that names what the policy lies on.
LIES_ON = {
    "AWS::SQS::QueuePolicy": "Queues", "AWS::SNS::TopicPolicy": "Topics", "AWS::Events::EventBusPolicy": "EventBusName",
    "AWS::S3::BucketPolicy": "Bucket", "AWS::Lambda::Permission": "FunctionName",
}


@dataclass(frozen=True, order=True)
class Permission:
    """`holder` is the logical id of the role, or of what the policy lies on. A Lambda permission has no Sid."""

    template: str
    holder: str
    sid: str
    action: str

    def __str__(self) -> str:
        return f"{self.template} {self.holder} {self.sid} {self.action}"


def template(name: str) -> dict[str, Any]:
    return parse((ROOT / "Templates" / f"{name}-account.yaml").read_text())["Resources"]


def all_permissions() -> list[Permission]:
    return [each for name in TEMPLATES for each in _permissions(name)]


def excused() -> dict[str, str]:
    """What the sandbox cannot use, and why."""
    path = pathlib.Path(__file__).with_name("not-in-the-sandbox.json")
    return {each: group["why"] for group in json.loads(path.read_text()) for each in group["permissions"]}


def _permissions(name: str) -> Iterator[Permission]:
    for logical, resource in template(name).items():
        kind, properties = resource["Type"], resource.get("Properties", {})
        if kind == "AWS::IAM::Role":
            policies = (branch for each in properties["Policies"] for branch in each.get("Fn::If", [each]))
            documents = [properties["AssumeRolePolicyDocument"]]
            documents += [each["PolicyDocument"] for each in policies if "PolicyDocument" in each]
            for statement in (each for document in documents for each in _statements(document)):
                yield from _of(name, logical, statement)
        elif kind in LIES_ON:
            holder = _logical(properties[LIES_ON[kind]])
            if kind == "AWS::Lambda::Permission":
                yield Permission(name, holder, "", properties["Action"])
            elif kind == "AWS::Events::EventBusPolicy":
                yield from _of(name, holder, properties["Statement"])
            else:
                for statement in _statements(properties["PolicyDocument"]):
                    yield from _of(name, holder, statement)


def _of(name: str, holder: str, statement: dict[str, Any]) -> Iterator[Permission]:
    actions = statement["Action"] if isinstance(statement["Action"], list) else [statement["Action"]]
    if statement["Effect"] == "Allow":
        for action in actions:
            yield Permission(name, holder, statement["Sid"], action)


def _statements(document: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """All that a parameter may switch on."""
    for each in document["Statement"]:
        if "Fn::If" in each:
            yield from (branch for branch in each["Fn::If"][1:] if "Ref" not in branch)
        else:
            yield each


def _logical(value: Any) -> str:
    """The resource that `!Ref X`, `!GetAtt X.Arn` or a list of one names."""
    [name] = set(re.findall(r"'(?:Ref|Fn::GetAtt)': \[?'(\w+)'", str(value)))
    return name
