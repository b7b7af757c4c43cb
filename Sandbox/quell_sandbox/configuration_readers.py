"""How Config sees each kind of resource that is recorded: its `configuration`, in Config's own spelling."""

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from botocore.exceptions import ClientError

from . import organization
from .address import endpoint
from .stacks.clients import Aws
from .state import iso_milliseconds

Place = tuple[str, str]


@dataclass
class Found:
    """The parts of a configuration item that the resource itself determines."""

    name: str | None
    arn: str
    configuration: dict[str, Any] | None
    tags: dict[str, str]
    relationships: list[dict[str, Any]] = field(default_factory=list)
    supplementary: dict[str, Any] = field(default_factory=dict)
    zone: str = "Not Applicable"
    created: str | None = None


def _client(place: Place, service: str) -> Any:
    """Config reads by a role of its own; the sandbox's operator stands for it, so that the call log stays clean."""
    keys = organization.operator_keys(place[0])
    aws = Aws(endpoint(), *place, keys["AWS_ACCESS_KEY_ID"], keys["AWS_SECRET_ACCESS_KEY"])
    return aws.client(service)


def _asked(ask: Callable[[], Any], *gone: str) -> Any | None:
    """The answer, or nothing when AWS says that there is none."""
    try:
        return ask()
    except ClientError as error:
        if error.response["Error"]["Code"] in gone:
            return None
        raise


def camel(value: Any) -> Any:
    """API spelling (`IpProtocol`) to Config's (`ipProtocol`); moments become texts."""
    if isinstance(value, list):
        return [camel(each) for each in value]
    if isinstance(value, dict):
        return {_lower(name): camel(each) for name, each in value.items()}
    return iso_milliseconds(value) if isinstance(value, datetime) else value


def _lower(name: str) -> str:
    """`VpcId` is vpcId, `DBInstanceClass` dBInstanceClass: only the first letter, as Config writes."""
    return name[:1].lower() + name[1:]


def _tags(tags: list[dict[str, str]] | None) -> dict[str, str]:
    return {each["Key"]: each["Value"] for each in tags or []}


def security_group(place: Place, resource: str) -> Found | None:
    ec2 = _client(place, "ec2")
    answer = _asked(lambda: ec2.describe_security_groups(GroupIds=[resource]), "InvalidGroup.NotFound")
    if answer is None:
        return None
    (group,) = answer["SecurityGroups"]
    configuration = {
        "description": group["Description"],
        "groupName": group["GroupName"],
        "ipPermissions": [_permission(each) for each in group["IpPermissions"]],
        "ownerId": group["OwnerId"],
        "groupId": group["GroupId"],
        "ipPermissionsEgress": [_permission(each) for each in group["IpPermissionsEgress"]],
        "tags": [{"key": name, "value": value} for name, value in _tags(group.get("Tags")).items()],
        "vpcId": group["VpcId"],
    }
    vpc = {"resourceId": group["VpcId"], "resourceType": "AWS::EC2::VPC", "name": "Is contained in Vpc"}
    arn = f"arn:aws:ec2:{place[1]}:{place[0]}:security-group/{resource}"
    return Found(group["GroupName"], arn, configuration, _tags(group.get("Tags")), [vpc])


def _permission(permission: dict[str, Any]) -> dict[str, Any]:
    """Config lists IPv4 ranges twice: whole, and as texts only. Protocol -1 has no ports."""
    ports = (("fromPort", "FromPort"), ("toPort", "ToPort"))
    made = {name: permission[key] for name, key in ports if key in permission}
    return made | {
        "ipProtocol": permission["IpProtocol"],
        "ipv6Ranges": camel(permission.get("Ipv6Ranges", [])),
        "prefixListIds": camel(permission.get("PrefixListIds", [])),
        "userIdGroupPairs": camel(permission.get("UserIdGroupPairs", [])),
        "ipv4Ranges": camel(permission.get("IpRanges", [])),
        "ipRanges": [each["CidrIp"] for each in permission.get("IpRanges", [])],
    }


def volume(place: Place, resource: str) -> Found | None:
    ec2 = _client(place, "ec2")
    answer = _asked(lambda: ec2.describe_volumes(VolumeIds=[resource]), "InvalidVolume.NotFound")
    if answer is None:
        return None
    (given,) = answer["Volumes"]
    related = [
        {"resourceId": each["InstanceId"], "resourceType": "AWS::EC2::Instance", "name": "Is attached to Instance"}
        for each in given["Attachments"]
    ]
    arn = f"arn:aws:ec2:{place[1]}:{place[0]}:volume/{resource}"
    found = Found(None, arn, camel(given), _tags(given.get("Tags")), related, zone=given["AvailabilityZone"])
    found.created = iso_milliseconds(given["CreateTime"])
    return found


def database(place: Place, resource: str) -> Found | None:
    """Config knows a database by its resource id, not by its name."""
    rds = _client(place, "rds")
    filters = [{"Name": "dbi-resource-id", "Values": [resource]}]
    given = next(iter(rds.describe_db_instances(Filters=filters)["DBInstances"]), None)
    if given is None:
        return None
    name, arn = given["DBInstanceIdentifier"], given["DBInstanceArn"]
    return Found(name, arn, camel(given), _tags(given.get("TagList")), zone=given.get("AvailabilityZone") or "")


def bucket(place: Place, resource: str) -> Found | None:
    """What other calls than GetBucket tell is supplementary."""
    s3 = _client(place, "s3")
    buckets = {each["Name"]: each for each in s3.list_buckets()["Buckets"]}
    if resource not in buckets:
        return None
    configuration = {"name": resource, "creationDate": iso_milliseconds(buckets[resource]["CreationDate"])}
    acl = s3.get_bucket_acl(Bucket=resource)
    configuration["owner"] = {"displayName": None, "id": acl["Owner"]["ID"]}
    tags = _asked(lambda: s3.get_bucket_tagging(Bucket=resource)["TagSet"], "NoSuchTagSet")
    found = Found(resource, f"arn:aws:s3:::{resource}", configuration, _tags(tags))
    found.supplementary = _bucket_settings(s3, resource) | {"AccessControlList": json.dumps(_grants(acl))}
    found.created = configuration["creationDate"]
    return found


def _grants(acl: dict[str, Any]) -> dict[str, Any]:
    """Groups are known by their URI, owners by their id."""
    grants = [
        {"grantee": each["Grantee"].get("URI") or {"id": each["Grantee"].get("ID")}, "permission": each["Permission"]}
        for each in acl["Grants"]
    ]
    return {"grantList": grants, "owner": {"id": acl["Owner"]["ID"]}}


def _bucket_settings(s3: Any, name: str) -> dict[str, Any]:
    made: dict[str, Any] = {}
    encryption = _asked(
        lambda: s3.get_bucket_encryption(Bucket=name), "ServerSideEncryptionConfigurationNotFoundError"
    )
    if encryption:
        rules = encryption["ServerSideEncryptionConfiguration"]["Rules"]
        made["ServerSideEncryptionConfiguration"] = {"rules": camel(rules)}
    block = _asked(lambda: s3.get_public_access_block(Bucket=name), "NoSuchPublicAccessBlockConfiguration")
    if block:
        made["PublicAccessBlockConfiguration"] = camel(block["PublicAccessBlockConfiguration"])
    policy = _asked(lambda: s3.get_bucket_policy(Bucket=name)["Policy"], "NoSuchBucketPolicy")
    made["BucketPolicy"] = {"policyText": policy}
    return made


READERS: dict[str, Callable[[Place, str], Found | None]] = {
    "AWS::EC2::SecurityGroup": security_group,
    "AWS::EC2::Volume": volume,
    "AWS::RDS::DBInstance": database,
    "AWS::S3::Bucket": bucket,
}
