"""The resources of GuardDuty's findings, as the AWS Security Finding Format names and details them."""

from typing import Any

Finding = dict[str, Any]


def resources(finding: Finding) -> list[dict[str, Any]]:
    """At least one: a finding about something else has its account."""
    given, kind = finding["resource"], finding["resource"].get("resourceType")
    about = {"Partition": finding["partition"], "Region": finding["region"]}
    found: list[dict[str, Any]] = []
    if kind == "Instance":
        found.append(_instance(finding, given["instanceDetails"]))
    elif kind == "AccessKey":
        found.append(_access_key(given["accessKeyDetails"]))
        if "instanceDetails" in given:
            found.append(_instance(finding, given["instanceDetails"]))
    elif kind == "S3Bucket":
        found += [_bucket(each) for each in given["s3BucketDetails"]]
    else:
        found.append({"Type": "AwsAccount", "Id": f"AWS::::Account:{finding['accountId']}"})
    return [about | each for each in found]


def _instance(finding: Finding, given: dict[str, Any]) -> dict[str, Any]:
    interfaces = given.get("networkInterfaces") or [{}]
    addresses = [interfaces[0].get("publicIp"), interfaces[0].get("privateIpAddress")]
    details = {
        "Type": given.get("instanceType"),
        "ImageId": given.get("imageId"),
        "IpV4Addresses": [each for each in addresses if each],
        "IamInstanceProfileArn": (given.get("iamInstanceProfile") or {}).get("arn"),
        "VpcId": interfaces[0].get("vpcId"),
        "SubnetId": interfaces[0].get("subnetId"),
        "LaunchedAt": given.get("launchTime"),
    }
    where = f"{finding['partition']}:ec2:{finding['region']}:{finding['accountId']}"
    made: dict[str, Any] = {"Type": "AwsEc2Instance", "Id": f"arn:{where}:instance/{given['instanceId']}"}
    if tags := {each["key"]: each["value"] for each in given.get("tags") or []}:
        made["Tags"] = tags
    return made | {"Details": {"AwsEc2Instance": {name: value for name, value in details.items() if value}}}


def _access_key(given: dict[str, Any]) -> dict[str, Any]:
    details = {
        "PrincipalId": given.get("principalId"),
        "PrincipalType": given.get("userType"),
        "PrincipalName": given.get("userName"),
    }
    kept = {name: value for name, value in details.items() if value}
    identifier = f"AWS::IAM::AccessKey:{given['accessKeyId']}"
    return {"Type": "AwsIamAccessKey", "Id": identifier, "Details": {"AwsIamAccessKey": kept}}


def _bucket(given: dict[str, Any]) -> dict[str, Any]:
    details = {"OwnerId": (given.get("owner") or {}).get("id")}
    kept = {name: value for name, value in details.items() if value}
    return {"Type": "AwsS3Bucket", "Id": given["arn"], "Details": {"AwsS3Bucket": kept}}
