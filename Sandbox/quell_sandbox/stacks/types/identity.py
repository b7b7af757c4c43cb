"""AWS::IAM."""

import json
from typing import Any

from ..resource_types import Made, Properties, ResourceType, Task, provides

MAXIMUM_SESSION = 3600


@provides(
    "AWS::IAM::Role",
    "AssumeRolePolicyDocument",
    "Description",
    "ManagedPolicyArns",
    "MaxSessionDuration",
    "Path",
    "PermissionsBoundary",
    "Policies",
    "RoleName",
    "Tags",
)
class Role(ResourceType):
    def create(self, task: Task) -> Made:
        iam, name = task.client("iam"), task.properties.get("RoleName", task.name[-64:])
        given = task.given("Description", "MaxSessionDuration", "Path", "PermissionsBoundary")
        trust = json.dumps(task.properties["AssumeRolePolicyDocument"])
        role = iam.create_role(RoleName=name, AssumeRolePolicyDocument=trust, Tags=task.tags(), **given)["Role"]
        made = task.begin(Made(name, {"Arn": role["Arn"], "RoleId": role["RoleId"]}))
        self._settle(task, name, {})
        return made

    def update(self, task: Task, made: Made, before: Properties) -> Made:
        iam, name, given = task.client("iam"), made.identifier, task.properties
        iam.update_assume_role_policy(RoleName=name, PolicyDocument=json.dumps(given["AssumeRolePolicyDocument"]))
        longest = given.get("MaxSessionDuration", MAXIMUM_SESSION)
        iam.update_role(RoleName=name, Description=given.get("Description", ""), MaxSessionDuration=longest)
        if boundary := given.get("PermissionsBoundary"):
            iam.put_role_permissions_boundary(RoleName=name, PermissionsBoundary=boundary)
        elif "PermissionsBoundary" in before:
            iam.delete_role_permissions_boundary(RoleName=name)
        self._settle(task, name, before)
        return made

    def delete(self, task: Task, made: Made) -> None:
        _delete(task.client("iam"), made.identifier)

    def _settle(self, task: Task, name: str, before: Properties) -> None:
        """Inline policies, managed policies and tags, as they are wanted now."""
        iam = task.client("iam")
        policies = {each["PolicyName"]: each["PolicyDocument"] for each in task.properties.get("Policies", [])}
        for gone in {each["PolicyName"] for each in before.get("Policies", [])} - set(policies):
            iam.delete_role_policy(RoleName=name, PolicyName=gone)
        for policy, document in policies.items():
            iam.put_role_policy(RoleName=name, PolicyName=policy, PolicyDocument=json.dumps(document))
        managed = task.properties.get("ManagedPolicyArns", [])
        for arn in set(before.get("ManagedPolicyArns", [])) - set(managed):
            iam.detach_role_policy(RoleName=name, PolicyArn=arn)
        for arn in managed:
            iam.attach_role_policy(RoleName=name, PolicyArn=arn)
        if gone_tags := {each["Key"] for each in before.get("Tags", [])} - set(task.tag_map()):
            iam.untag_role(RoleName=name, TagKeys=sorted(gone_tags))
        if before and task.tags():
            iam.tag_role(RoleName=name, Tags=task.tags())


def _delete(iam: Any, name: str) -> None:
    for arn in [each["PolicyArn"] for each in iam.list_attached_role_policies(RoleName=name)["AttachedPolicies"]]:
        iam.detach_role_policy(RoleName=name, PolicyArn=arn)
    for policy in iam.list_role_policies(RoleName=name)["PolicyNames"]:
        iam.delete_role_policy(RoleName=name, PolicyName=policy)
    iam.delete_role(RoleName=name)


@provides(
    "AWS::IAM::ManagedPolicy",
    "Description",
    "Groups",
    "ManagedPolicyName",
    "Path",
    "PolicyDocument",
    "Roles",
    "Users",
)
class ManagedPolicy(ResourceType):
    def create(self, task: Task) -> Made:
        name = task.properties.get("ManagedPolicyName", task.name)
        given = task.given("Description", "Path")
        document = json.dumps(task.properties["PolicyDocument"])
        made = task.client("iam").create_policy(PolicyName=name, PolicyDocument=document, **given)["Policy"]
        self._attach(task, made["Arn"], {})
        return Made(made["Arn"], {"PolicyArn": made["Arn"], "PolicyId": made["PolicyId"]})

    def update(self, task: Task, made: Made, before: Properties) -> Made:
        iam, arn = task.client("iam"), made.identifier
        if task.properties["PolicyDocument"] != before["PolicyDocument"]:
            versions = iam.list_policy_versions(PolicyArn=arn)["Versions"]
            document = json.dumps(task.properties["PolicyDocument"])
            # A policy has five versions at most: the old ones go first.
            for version in [each for each in versions if not each["IsDefaultVersion"]]:
                iam.delete_policy_version(PolicyArn=arn, VersionId=version["VersionId"])
            iam.create_policy_version(PolicyArn=arn, PolicyDocument=document, SetAsDefault=True)
        self._attach(task, arn, before)
        return made

    def delete(self, task: Task, made: Made) -> None:
        iam, arn = task.client("iam"), made.identifier
        self._detach(task, arn, {key: task.properties.get(key, []) for key in ("Roles", "Users", "Groups")})
        for version in iam.list_policy_versions(PolicyArn=arn)["Versions"]:
            if not version["IsDefaultVersion"]:
                iam.delete_policy_version(PolicyArn=arn, VersionId=version["VersionId"])
        iam.delete_policy(PolicyArn=arn)

    def _attach(self, task: Task, arn: str, before: Properties) -> None:
        iam = task.client("iam")
        kept = {key: set(task.properties.get(key, [])) for key in ("Roles", "Users", "Groups")}
        self._detach(task, arn, {key: set(before.get(key, [])) - names for key, names in kept.items()})
        for name in kept["Roles"]:
            iam.attach_role_policy(RoleName=name, PolicyArn=arn)
        for name in kept["Users"]:
            iam.attach_user_policy(UserName=name, PolicyArn=arn)
        for name in kept["Groups"]:
            iam.attach_group_policy(GroupName=name, PolicyArn=arn)

    def _detach(self, task: Task, arn: str, names: dict[str, Any]) -> None:
        iam = task.client("iam")
        for name in names["Roles"]:
            iam.detach_role_policy(RoleName=name, PolicyArn=arn)
        for name in names["Users"]:
            iam.detach_user_policy(UserName=name, PolicyArn=arn)
        for name in names["Groups"]:
            iam.detach_group_policy(GroupName=name, PolicyArn=arn)


@provides("AWS::IAM::ServiceLinkedRole", "AWSServiceName", "CustomSuffix", "Description")
class ServiceLinkedRole(ResourceType):
    def create(self, task: Task) -> Made:
        role = task.client("iam").create_service_linked_role(**task.properties)["Role"]
        return Made(role["RoleName"], {"RoleName": role["RoleName"]})

    def update(self, task: Task, made: Made, before: Properties) -> Made:
        task.client("iam").update_role(RoleName=made.identifier, Description=task.properties.get("Description", ""))
        return made

    def delete(self, task: Task, made: Made) -> None:
        task.client("iam").delete_service_linked_role(RoleName=made.identifier)
