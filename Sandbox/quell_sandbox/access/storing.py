"""S3, DynamoDB, RDS and KMS: buckets and objects, tables and indexes, databases, keys."""

from moto.kms.models import kms_backends
from moto.s3.models import s3_backends

from ..call import Call
from ..principals import ACCOUNTS
from .checks import Check, finds, finds_types
from .names import action_name
from .parameters import listed, one


@finds_types("s3")
def bucket_or_object(call: Call, kind: str) -> list[str]:
    bucket, key = call.path_parameters.get("Bucket"), call.path_parameters.get("Key")
    if kind == "bucket" and bucket:
        return [f"arn:aws:s3:::{bucket}"]
    if kind == "object" and bucket:
        return [f"arn:aws:s3:::{bucket}/{key or '*'}"]
    return []


@finds("s3", "CopyObject")
def copy(call: Call) -> list[Check]:
    source = (call.header("x-amz-copy-source") or "").lstrip("/").partition("?")[0]
    made = [Check("s3:PutObject", each) for each in bucket_or_object(call, "object")]
    return [Check("s3:GetObject", f"arn:aws:s3:::{source}"), *made]


def bucket_owner(arn: str) -> str | None:
    """The account of a bucket or object, whose ARN does not say."""
    name = arn.split(":")[5].partition("/")[0]
    return next((each for each in ACCOUNTS if name in s3_backends[each]["aws"].buckets), None)


def table_arn(call: Call, name: str) -> str:
    return name if name.startswith("arn:") else f"arn:aws:dynamodb:{call.region}:{call.account}:table/{name}"


@finds_types("dynamodb")
def table_or_index(call: Call, kind: str) -> list[str]:
    names = listed(call, "TableName", "ResourceArn")
    requested = call.input.get("RequestItems")
    names += list(requested) if isinstance(requested, dict) else []
    index = one(call, "IndexName")
    tables = [table_arn(call, each) for each in names]
    if kind == "index":
        return [f"{each}/index/{index}" for each in tables if index]
    # A query of an index is about the index alone.
    return tables if kind == "table" and not index else []


@finds("dynamodb", "Query", "Scan")
def query(call: Call) -> list[Check]:
    found = table_or_index(call, "index") or table_or_index(call, "table")
    return [Check(action_name(call), each) for each in found]


@finds("dynamodb", "TransactWriteItems", "TransactGetItems")
def transact(call: Call) -> list[Check]:
    """IAM knows no transactions: each of their items is an action by itself."""
    names = {"Put": "PutItem", "Update": "UpdateItem", "Delete": "DeleteItem", "ConditionCheck": "ConditionCheckItem", "Get": "GetItem"}
    found = [
        Check(f"dynamodb:{names[kind]}", table_arn(call, part.get("TableName", "")))
        for item in call.input.get("TransactItems", [])
        for kind, part in item.items()
        if kind in names
    ]
    return list({(each.action, each.resource): each for each in found}.values())


RDS = {
    "db": ("DBInstanceIdentifier",),
    "cluster": ("DBClusterIdentifier",),
    "snapshot": ("DBSnapshotIdentifier",),
    "cluster-snapshot": ("DBClusterSnapshotIdentifier",),
    "subgrp": ("DBSubnetGroupName",),
    "pg": ("DBParameterGroupName",),
    "og": ("OptionGroupName",),
}


@finds_types("rds")
def database(call: Call, kind: str) -> list[str]:
    names = listed(call, *RDS[kind]) if kind in RDS else []
    if not names and kind in RDS and call.operation.startswith("Describe"):
        # A list without a name is about all of them.
        names = ["*"]
    named = [each for each in listed(call, "ResourceName") if f":{kind}:" in each]
    return named + [f"arn:aws:rds:{call.region}:{call.account}:{kind}:{each}" for each in names]


@finds_types("kms")
def key(call: Call, kind: str) -> list[str]:
    if kind != "key":
        alias = one(call, "AliasName")
        return [f"arn:aws:kms:{call.region}:{call.account}:{alias}"] if alias else []
    return [_key_arn(call, each) for each in listed(call, "KeyId", "TargetKeyId")]


def _key_arn(call: Call, name: str) -> str:
    """By the key's id, its ARN, its alias or the alias's ARN."""
    region, account = call.region, call.account
    if name.startswith("arn:"):
        _, _, _, region, account, name = name.split(":", 5)
    backend = kms_backends[account][region]
    identifier = name.removeprefix("key/")
    if name.startswith("alias/"):
        identifier = backend.get_key_id_from_alias(name) or identifier
    return f"arn:aws:kms:{region}:{account}:key/{identifier}"
