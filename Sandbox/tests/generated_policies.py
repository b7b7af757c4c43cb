"""The policies that Quell generates, as a deployment of `Templates` would have them, by name.

`STACK/ROLE` is the policy of a role, or `STACK/ROLE/POLICY` where it has several, `STACK/ROLE/trust` its trust, and
`STACK/RESOURCE` the policy of a queue, topic, bus or bucket. Response roles go without the name all of them begin with:
`service/ec2.isolate-instance`. The stacks `service-all` and `security-all` have every option on; of them there is only
what is not the same without.
"""

import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from quell_sandbox.stacks import parameters, templates
from quell_sandbox.stacks.intrinsics import Scope, resolve

TEMPLATES = Path(__file__).resolve().parents[2] / "Templates"
SECURITY, MEMBER, ORGANIZATION, REGION = "999999999999", "111122223333", "o-abcdefghij", "eu-central-1"
PREFIX = "Security-IR-Role-"
Document = dict[str, Any]

_MEMBER = {"OrganizationId": ORGANIZATION, "SecurityAccountId": SECURITY, "HomeRegion": REGION}
_ENGINE = {"OrganizationId": ORGANIZATION, "ArtifactBucket": "artifacts"}
STACKS = {
    "service": _MEMBER,
    "service-all": {
        **_MEMBER,
        "AllowInlineDenials": "true",
        "ArchiveHere": "true",
        "EnableConfig": "true",
        "ArtifactBucket": "artifacts",
    },
    "security": _ENGINE,
    "security-all": {
        **_ENGINE,
        "ForwardOwnFindings": "true",
        "OperatorPrincipals": f"arn:aws:iam::{SECURITY}:role/anna,arn:aws:iam::{SECURITY}:role/ben",
    },
}
# What Ref and GetAtt Arn of a resource yield, from its properties.
ARNS = {
    "AWS::DynamoDB::Table": "arn:aws:dynamodb:{region}:{account}:table/{TableName}",
    "AWS::Events::EventBus": "arn:aws:events:{region}:{account}:event-bus/{Name}",
    "AWS::IAM::Role": "arn:aws:iam::{account}:role{Path}{RoleName}",
    "AWS::S3::Bucket": "arn:aws:s3:::{BucketName}",
    "AWS::SNS::Topic": "arn:aws:sns:{region}:{account}:{TopicName}",
    "AWS::SQS::Queue": "arn:aws:sqs:{region}:{account}:{QueueName}",
}
# Types whose properties hold one policy, and where it stands.
HOLDERS = {
    "AWS::S3::BucketPolicy": "PolicyDocument",
    "AWS::SNS::TopicPolicy": "PolicyDocument",
    "AWS::SQS::QueuePolicy": "PolicyDocument",
    "AWS::Events::EventBusPolicy": "Statement",
}


@cache
def documents() -> dict[str, Document]:
    found: dict[str, Document] = {}
    for stack in STACKS:
        plain = stack.removesuffix("-all")
        for name, document in _policies(stack):
            if found.get(f"{plain}/{name}") != document:
                found[f"{stack}/{name}"] = document
    for name in ("scp-tags", "scp-responder", "rcp-trust"):
        text = (TEMPLATES / f"{name}.json").read_text().replace("SECURITY_ACCOUNT_ID", SECURITY)
        found[name] = json.loads(text)
    return found


def trust(arn: str) -> str | None:
    """The name of the trust policy of a role, as the stacks have it by default."""
    account, path = arn.split(":")[4], arn.partition("/")[2]
    stack = {MEMBER: "service", SECURITY: "security"}.get(account)
    name = f"{stack}/{path.removeprefix('quell/').removeprefix(PREFIX)}/trust"
    return name if path.startswith("quell/") and name in documents() else None


def _policies(stack: str) -> Iterator[tuple[str, Document]]:
    template = templates.parse((TEMPLATES / f"{stack.removesuffix('-all')}-account.yaml").read_text())
    scope = _scope(stack, template)
    for name, resource in template["Resources"].items():
        if "Condition" in resource and not scope.holds(resource["Condition"]):
            continue
        kind = resource["Type"]
        if kind == "AWS::IAM::Role":
            yield from _role(resolve(resource["Properties"], scope))
        elif kind in HOLDERS:
            policy = resolve(resource["Properties"], scope)[HOLDERS[kind]]
            yield name, policy if "Statement" in policy else {"Version": "2012-10-17", "Statement": [policy]}


def _role(properties: dict[str, Any]) -> Iterator[tuple[str, Document]]:
    name, policies = properties["RoleName"].removeprefix(PREFIX), properties["Policies"]
    yield f"{name}/trust", properties["AssumeRolePolicyDocument"]
    for policy in policies:
        yield name if len(policies) == 1 else f"{name}/{policy['PolicyName']}", policy["PolicyDocument"]


def _scope(stack: str, template: dict[str, Any]) -> Scope:
    account = SECURITY if stack.startswith("security") else MEMBER
    given = [{"ParameterKey": name, "ParameterValue": value} for name, value in STACKS[stack].items()]
    declared = template["Parameters"]
    texts = parameters.texts(template, given, {})
    known = {name: parameters.value_of(declared[name], text) for name, text in texts.items()}
    known |= {"AWS::AccountId": account, "AWS::Partition": "aws", "AWS::Region": REGION, "AWS::StackName": "quell"}

    def arn(name: str, attribute: str = "Arn") -> str:
        assert attribute == "Arn", f"{name}.{attribute}"
        resource = template["Resources"][name]
        properties = resolve(resource["Properties"], scope)
        return ARNS[resource["Type"]].format(account=account, region=REGION, **properties)

    scope = Scope(known, conditions=template["Conditions"], reference=arn, attribute=arn)
    return scope
