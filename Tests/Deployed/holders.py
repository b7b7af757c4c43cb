"""Where the permissions of the templates are in the deployed organization: the ARNs of what holds them, and what used them."""
from collections import defaultdict
from typing import Any

from organization import Organization
from permissions import Permission, all_permissions

Holder = tuple[str, str]


class Holders:
    """By template and logical id, the accounts and ARNs of what stacks have made of it, and back."""

    def __init__(self, organization: Organization) -> None:
        self.organization = organization
        self.places: dict[Holder, list[tuple[str, str]]] = defaultdict(list)
        self.of: dict[str, Holder] = {}
        for name, account, region in organization.stacks:
            formation = organization.client("cloudformation", account, region)
            for each in formation.describe_stack_resources(StackName=f"quell-{name}")["StackResources"]:
                if arn := _arn(each["ResourceType"], each["PhysicalResourceId"], account, region):
                    holder = (name, each["LogicalResourceId"])
                    self.places[holder].append((account, arn))
                    self.of[arn] = holder
        self.known = {(each.template, each.holder, each.sid, each.action.lower()): each for each in all_permissions()}

    def used(self) -> dict[Permission, set[str]]:
        """By permission, the calls that could not do without it since the last `forget`."""
        found: dict[Permission, set[str]] = defaultdict(set)
        for each in self.organization.ask("GET", "permissions-used"):
            if permission := self._permission(each):
                found[permission] |= set(each["by"])
        return found

    def forget(self) -> None:
        self.organization.ask("DELETE", "permissions-used")

    def _permission(self, told: dict[str, Any]) -> Permission | None:
        """What is not of the stacks, such as the policies that tests make, is nobody's here."""
        arn = told["holder"]
        holder = self.of.get(arn) or self.of.get(arn.partition("/")[0] if arn.startswith("arn:aws:s3:::") else "")
        if holder is None:
            return None
        sid = "" if ":function:" in arn else told["sid"]
        return self.known[(*holder, sid, told["action"].lower())]


def _arn(kind: str, name: str, account: str, region: str) -> str | None:
    """The ARN by which policies know a resource, where it can hold one."""
    match kind:
        case "AWS::IAM::Role":
            return f"arn:aws:iam::{account}:role/quell/{name}"
        case "AWS::SQS::Queue":
            return f"arn:aws:sqs:{region}:{account}:{name.rpartition('/')[2]}"
        case "AWS::SNS::Topic":
            return name
        case "AWS::Events::EventBus":
            return f"arn:aws:events:{region}:{account}:event-bus/{name}"
        case "AWS::S3::Bucket":
            return f"arn:aws:s3:::{name}"
        case "AWS::Lambda::Function":
            return f"arn:aws:lambda:{region}:{account}:function:{name}"
    return None
