"""What an audit of tags asks: the event history of tagging calls, and the accounts of the organization."""

import json
from typing import Any
from uuid import uuid4

from conftest import ONE, TWO, Cloud, refused


def lookup(cloud: Cloud, key: str, value: str, account: str = ONE, region: str = "eu-central-1", **more: Any) -> Any:
    attribute = {"AttributeKey": key, "AttributeValue": value}
    return cloud.member("cloudtrail", account, region).lookup_events(LookupAttributes=[attribute], **more)


def details(answer: Any) -> list[dict[str, Any]]:
    return [json.loads(event["CloudTrailEvent"]) for event in answer["Events"]]


def test_tagging_an_instance_is_told_newest_first(cloud: Cloud) -> None:
    ec2 = cloud.member("ec2", ONE)
    tags = [{"ResourceType": "instance", "Tags": [{"Key": "A", "Value": "1"}]}]
    [made] = ec2.run_instances(ImageId="ami-12c6146b", MinCount=1, MaxCount=1, TagSpecifications=tags)["Instances"]
    name = made["InstanceId"]
    ec2.create_tags(Resources=[name], Tags=[{"Key": "B", "Value": "2"}])
    ec2.delete_tags(Resources=[name], Tags=[{"Key": "B"}])
    told = details(lookup(cloud, "ResourceName", name))
    assert [event["eventName"] for event in told] == ["DeleteTags", "CreateTags", "RunInstances"]
    assert told[1]["requestParameters"]["tagSet"]["items"] == [{"key": "B", "value": "2"}]
    assert told[2]["requestParameters"]["tagSpecificationSet"]["items"][0]["tags"] == [{"key": "A", "value": "1"}]
    assert told[1]["userIdentity"]["arn"].endswith("assumed-role/Security-IR-Role/test")
    assert lookup(cloud, "ResourceName", name, account=TWO)["Events"] == []


def test_iam_is_told_in_one_region_and_buckets_in_theirs(cloud: Cloud) -> None:
    iam, name = cloud.member("iam", ONE), f"user-{uuid4().hex[:8]}"
    iam.create_user(UserName=name)
    iam.tag_user(UserName=name, Tags=[{"Key": "A", "Value": "1"}])
    assert lookup(cloud, "ResourceName", name)["Events"] == []
    told = details(lookup(cloud, "ResourceName", name, region="us-east-1"))
    assert told[0]["requestParameters"] == {"userName": name, "tags": [{"key": "A", "value": "1"}]}
    s3, bucket = cloud.member("s3", ONE), f"bucket-{uuid4().hex[:8]}"
    s3.create_bucket(Bucket=bucket, CreateBucketConfiguration={"LocationConstraint": "eu-central-1"})
    s3.put_bucket_tagging(Bucket=bucket, Tagging={"TagSet": [{"Key": "A", "Value": "1"}]})
    [event] = details(lookup(cloud, "ResourceName", bucket))
    assert event["requestParameters"]["Tagging"]["TagSet"]["Tag"] == [{"Key": "A", "Value": "1"}]


def test_a_refused_tagging_is_told_as_refused(cloud: Cloud) -> None:
    name = f"role-{uuid4().hex[:8]}"
    with refused("NoSuchEntity"):
        cloud.member("iam", ONE).tag_role(RoleName=name, Tags=[{"Key": "A", "Value": "1"}])
    [event] = details(lookup(cloud, "ResourceName", name, region="us-east-1"))
    assert event["errorCode"] == "NoSuchEntity"


def test_pages_and_wrong_questions(cloud: Cloud) -> None:
    iam, name = cloud.member("iam", ONE), f"role-{uuid4().hex[:8]}"
    iam.create_role(RoleName=name, AssumeRolePolicyDocument='{"Version":"2012-10-17","Statement":[]}')
    for number in range(3):
        iam.tag_role(RoleName=name, Tags=[{"Key": "A", "Value": str(number)}])
    first = lookup(cloud, "ResourceName", name, region="us-east-1", MaxResults=3)
    rest = lookup(cloud, "ResourceName", name, region="us-east-1", MaxResults=3, NextToken=first["NextToken"])
    assert (len(first["Events"]), len(rest["Events"]), "NextToken" in rest) == (3, 1, False)
    with refused("InvalidLookupAttributesException"):
        lookup(cloud, "ReadOnly", "true")


def test_the_accounts_of_the_organization(cloud: Cloud) -> None:
    accounts = cloud.responder("organizations").list_accounts()["Accounts"]
    assert [account["Status"] for account in accounts] == ["ACTIVE"] * 4 + ["SUSPENDED"]
