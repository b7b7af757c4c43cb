"""AWS::S3."""

import json
from typing import Any

from ..resource_types import Made, Properties, ResourceType, Task, provides


@provides(
    "AWS::S3::Bucket",
    "BucketEncryption",
    "BucketName",
    "LifecycleConfiguration",
    "OwnershipControls",
    "PublicAccessBlockConfiguration",
    "Tags",
    "VersioningConfiguration",
)
class Bucket(ResourceType):
    def create(self, task: Task) -> Made:
        name, region = task.properties.get("BucketName", task.name.lower()[-63:]), task.aws.region
        where = {} if region == "us-east-1" else {"CreateBucketConfiguration": {"LocationConstraint": region}}
        task.client("s3").create_bucket(Bucket=name, **where)
        attributes = {
            "Arn": f"arn:aws:s3:::{name}",
            "DomainName": f"{name}.s3.amazonaws.com",
            "RegionalDomainName": f"{name}.s3.{region}.amazonaws.com",
        }
        made = task.begin(Made(name, attributes))
        self._settle(task, name, {})
        return made

    def update(self, task: Task, made: Made, before: Properties) -> Made:
        self._settle(task, made.identifier, before)
        return made

    def delete(self, task: Task, made: Made) -> None:
        """A bucket that is not empty stays, as on AWS."""
        task.client("s3").delete_bucket(Bucket=made.identifier)

    def _settle(self, task: Task, name: str, before: Properties) -> None:
        s3, given = task.client("s3"), task.properties
        if encryption := given.get("BucketEncryption"):
            rules = [_encryption_rule(each) for each in encryption["ServerSideEncryptionConfiguration"]]
            s3.put_bucket_encryption(Bucket=name, ServerSideEncryptionConfiguration={"Rules": rules})
        elif "BucketEncryption" in before:
            s3.delete_bucket_encryption(Bucket=name)
        if block := given.get("PublicAccessBlockConfiguration"):
            s3.put_public_access_block(Bucket=name, PublicAccessBlockConfiguration=block)
        elif "PublicAccessBlockConfiguration" in before:
            s3.delete_public_access_block(Bucket=name)
        if lifecycle := given.get("LifecycleConfiguration"):
            rules = [_lifecycle_rule(each) for each in lifecycle["Rules"]]
            s3.put_bucket_lifecycle_configuration(Bucket=name, LifecycleConfiguration={"Rules": rules})
        elif "LifecycleConfiguration" in before:
            s3.delete_bucket_lifecycle(Bucket=name)
        if ownership := given.get("OwnershipControls"):
            s3.put_bucket_ownership_controls(Bucket=name, OwnershipControls=ownership)
        if versioning := given.get("VersioningConfiguration", {"Status": "Suspended"} if before else None):
            s3.put_bucket_versioning(Bucket=name, VersioningConfiguration=versioning)
        if task.tags():
            s3.put_bucket_tagging(Bucket=name, Tagging={"TagSet": task.tags()})
        elif "Tags" in before:
            s3.delete_bucket_tagging(Bucket=name)


def _encryption_rule(rule: dict[str, Any]) -> dict[str, Any]:
    """Templates say ServerSideEncryptionByDefault, the API ApplyServerSideEncryptionByDefault."""
    made = {name: value for name, value in rule.items() if name == "BucketKeyEnabled"}
    return made | {"ApplyServerSideEncryptionByDefault": rule["ServerSideEncryptionByDefault"]}


LIFECYCLE = {
    "AbortIncompleteMultipartUpload",
    "ExpirationInDays",
    "Id",
    "NoncurrentVersionExpiration",
    "Prefix",
    "Status",
}


def _lifecycle_rule(rule: dict[str, Any]) -> dict[str, Any]:
    if unknown := sorted(set(rule) - LIFECYCLE):
        raise ValueError(f"The sandbox does not have the property {unknown[0]} of a lifecycle rule")
    made: dict[str, Any] = {"Status": rule["Status"], "Filter": {"Prefix": rule.get("Prefix", "")}}
    if "Id" in rule:
        made["ID"] = rule["Id"]
    if "ExpirationInDays" in rule:
        made["Expiration"] = {"Days": rule["ExpirationInDays"]}
    for name in ("AbortIncompleteMultipartUpload", "NoncurrentVersionExpiration"):
        if name in rule:
            made[name] = rule[name]
    return made


@provides("AWS::S3::BucketPolicy", "Bucket", "PolicyDocument")
class BucketPolicy(ResourceType):
    def create(self, task: Task) -> Made:
        name, document = task.properties["Bucket"], json.dumps(task.properties["PolicyDocument"])
        task.client("s3").put_bucket_policy(Bucket=name, Policy=document)
        return Made(name)

    def update(self, task: Task, made: Made, before: Properties) -> Made:
        return self.create(task)

    def delete(self, task: Task, made: Made) -> None:
        task.client("s3").delete_bucket_policy(Bucket=made.identifier)
