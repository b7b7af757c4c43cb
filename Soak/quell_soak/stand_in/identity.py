"""IAM: users, their policies and keys."""
from typing import Any

from .answers import Refusal
from .world import World

Parameters = dict[str, str]


def user(world: World, account: str, asked: Parameters) -> dict[str, Any]:
    one = world.users.get((account, asked["UserName"]))
    if one is None:
        raise Refusal("NoSuchEntity", f"The user with name {asked['UserName']} cannot be found.", 404)
    return one


def GetUser(world: World, account: str, asked: Parameters) -> dict[str, Any]:
    one = user(world, account, asked)
    return {"User": {
        "Path": "/automation/", "UserName": one["name"], "UserId": one["id"], "Arn": one["arn"],
        "CreateDate": "2026-01-01T00:00:00Z",
    }}


def ListEntitiesForPolicy(world: World, account: str, asked: Parameters) -> dict[str, Any]:
    holders = [
        {"UserName": one["name"], "UserId": one["id"]}
        for (owner, _), one in world.users.items() if owner == account and asked["PolicyArn"] in one["policies"]
    ]
    return {"PolicyGroups": [], "PolicyUsers": holders, "PolicyRoles": [], "IsTruncated": False}


def ListAttachedUserPolicies(world: World, account: str, asked: Parameters) -> dict[str, Any]:
    policies = sorted(user(world, account, asked)["policies"])
    return {
        "AttachedPolicies": [{"PolicyName": arn.rsplit("/", 1)[1], "PolicyArn": arn} for arn in policies],
        "IsTruncated": False,
    }


def ListAccessKeys(world: World, account: str, asked: Parameters) -> dict[str, Any]:
    one = user(world, account, asked)
    return {
        "AccessKeyMetadata": [
            {"UserName": one["name"], "AccessKeyId": key, "Status": status, "CreateDate": "2026-01-01T00:00:00Z"}
            for key, status in one["keys"].items()
        ],
        "IsTruncated": False,
    }


def AttachUserPolicy(world: World, account: str, asked: Parameters) -> dict[str, Any]:
    user(world, account, asked)["policies"].add(asked["PolicyArn"])
    return {}


def UpdateAccessKey(world: World, account: str, asked: Parameters) -> dict[str, Any]:
    keys = user(world, account, asked)["keys"]
    if asked["AccessKeyId"] not in keys:
        raise Refusal("NoSuchEntity", f"The Access Key with id {asked['AccessKeyId']} cannot be found.", 404)
    keys[asked["AccessKeyId"]] = asked["Status"]
    return {}
