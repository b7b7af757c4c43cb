"""The managed Config rules Quell listens to, evaluated on configuration items as AWS documents them."""

import json
from collections.abc import Callable, Sequence
from typing import Any

from .policies import Layer, Request, decide

Item = dict[str, Any]
Result = tuple[str, str | None]
GROUPS = (
    "http://acs.amazonaws.com/groups/global/AllUsers",
    "http://acs.amazonaws.com/groups/global/AuthenticatedUsers",
)
READING = ("s3:GetObject", "s3:GetObjectVersion", "s3:ListBucket", "s3:ListBucketVersions", "s3:GetObjectAcl")
WRITING = ("s3:PutObject", "s3:PutObjectAcl", "s3:DeleteObject", "s3:DeleteObjectVersion", "s3:PutBucketPolicy")


def encrypted_bucket(item: Item, parameters: dict[str, str]) -> Result:
    """Default encryption, or a policy that refuses objects without it."""
    if "ServerSideEncryptionConfiguration" in item["supplementaryConfiguration"] or _refuses_plain_objects(item):
        return "COMPLIANT", None
    return "NON_COMPLIANT", None


def _refuses_plain_objects(item: Item) -> bool:
    policy = _policy(item)
    if policy is None:
        return False
    resource, header = f"{item['ARN']}/object", "s3:x-amz-server-side-encryption"
    plain = Request("anonymous", "s3:PutObject", resource, {"aws:SecureTransport": "true"})
    encrypted = Request("anonymous", "s3:PutObject", resource, {"aws:SecureTransport": "true", header: "AES256"})
    # Refused for want of the header, and not whatever it says.
    return decide(Layer.RESOURCE, [policy], plain).explicit and not decide(Layer.RESOURCE, [policy], encrypted).explicit


def no_public_read(item: Item, parameters: dict[str, str]) -> Result:
    return _private(item, ("READ", "FULL_CONTROL"), READING, "read")


def no_public_write(item: Item, parameters: dict[str, str]) -> Result:
    return _private(item, ("WRITE", "WRITE_ACP", "FULL_CONTROL"), WRITING, "write")


def _private(item: Item, permissions: Sequence[str], actions: Sequence[str], word: str) -> Result:
    """Public by its ACL or by its policy, unless the public access block takes that back."""
    block = item["supplementaryConfiguration"].get("PublicAccessBlockConfiguration", {})
    acl = json.loads(item["supplementaryConfiguration"]["AccessControlList"])
    granted = any(each["grantee"] in GROUPS and each["permission"] in permissions for each in acl["grantList"])
    if granted and not block.get("ignorePublicAcls"):
        return "NON_COMPLIANT", f"The S3 bucket ACL allows public {word} access."
    policy = _policy(item)
    if policy is not None and not block.get("restrictPublicBuckets"):
        resources = (item["ARN"], f"{item['ARN']}/object")
        asked = [Request("anonymous", action, resource) for action in actions for resource in resources]
        if any(decide(Layer.RESOURCE, [policy], each) for each in asked):
            return "NON_COMPLIANT", f"The S3 bucket policy allows public {word} access."
    return "COMPLIANT", None


def _policy(item: Item) -> dict[str, Any] | None:
    text = item["supplementaryConfiguration"]["BucketPolicy"]["policyText"]
    return json.loads(text) if text else None


def encrypted_volume(item: Item, parameters: dict[str, str]) -> Result:
    """Volumes that are attached to nothing are not looked at."""
    configuration = item["configuration"]
    if not configuration["attachments"]:
        return "NOT_APPLICABLE", None
    key = parameters.get("kmsId")
    good = configuration["encrypted"] and (key is None or configuration.get("kmsKeyId") == key)
    return ("COMPLIANT" if good else "NON_COMPLIANT"), None


def encrypted_database(item: Item, parameters: dict[str, str]) -> Result:
    configuration, key = item["configuration"], parameters.get("kmsKeyId")
    good = configuration["storageEncrypted"] and (key is None or configuration.get("kmsKeyId") == key)
    return ("COMPLIANT" if good else "NON_COMPLIANT"), None


RULES: dict[str, tuple[str, Callable[[Item, dict[str, str]], Result]]] = {
    "ENCRYPTED_VOLUMES": ("AWS::EC2::Volume", encrypted_volume),
    "RDS_STORAGE_ENCRYPTED": ("AWS::RDS::DBInstance", encrypted_database),
    "S3_BUCKET_PUBLIC_READ_PROHIBITED": ("AWS::S3::Bucket", no_public_read),
    "S3_BUCKET_PUBLIC_WRITE_PROHIBITED": ("AWS::S3::Bucket", no_public_write),
    "S3_BUCKET_SERVER_SIDE_ENCRYPTION_ENABLED": ("AWS::S3::Bucket", encrypted_bucket),
}
