"""The resources incidents happen to, made through boto3 with the operator's keys of their account."""

import json
from functools import cached_property
from typing import Any
from uuid import uuid4

import boto3
from botocore.config import Config

from .organization import operator_keys

EXCEPTION_TAG = {"Key": "SecurityException", "Value": "Jira-1234"}
_session = boto3.Session()


class Scenery:
    """One account and Region. `exempt` puts the exception tag on what is made."""

    def __init__(self, endpoint: str, account: str, region: str, exempt: bool = False) -> None:
        self.endpoint, self.account, self.region = endpoint, account, region
        self.suffix = uuid4().hex[:8]
        self.tags = [EXCEPTION_TAG] if exempt else []

    def _client(self, service: str) -> Any:
        keys = operator_keys(self.account)
        return _session.client(
            service,
            region_name=self.region,
            endpoint_url=self.endpoint,
            aws_access_key_id=keys["AWS_ACCESS_KEY_ID"],
            aws_secret_access_key=keys["AWS_SECRET_ACCESS_KEY"],
            config=Config(retries={"max_attempts": 0}),
        )

    @cached_property
    def ec2(self) -> Any:
        return self._client("ec2")

    @cached_property
    def iam(self) -> Any:
        return self._client("iam")

    @cached_property
    def network(self) -> tuple[str, list[str]]:
        """A VPC of its own, with two subnets."""
        vpc = self.ec2.create_vpc(CidrBlock="10.20.0.0/16")["Vpc"]["VpcId"]
        make = self.ec2.create_subnet
        subnets = [
            make(VpcId=vpc, CidrBlock=f"10.20.{number}.0/24", AvailabilityZone=self.region + zone)["Subnet"]["SubnetId"]
            for number, zone in ((1, "a"), (2, "b"))
        ]
        return vpc, subnets

    def _specification(self, kind: str, name: str) -> list[dict[str, Any]]:
        return [{"ResourceType": kind, "Tags": [{"Key": "Name", "Value": name}, *self.tags]}]

    def security_group(self, permissions: list[dict[str, Any]], name: str = "web") -> str:
        group = self.ec2.create_security_group(
            GroupName=f"{name}-{self.suffix}",
            Description=f"Serves {name}",
            VpcId=self.network[0],
            TagSpecifications=self._specification("security-group", name),
        )["GroupId"]
        if permissions:
            self.ec2.authorize_security_group_ingress(GroupId=group, IpPermissions=permissions)
        return group

    def instance(self, interfaces: int = 1, subnet: int = 0) -> dict[str, Any]:
        """A running instance, as DescribeInstances tells it."""
        ranges = [{"CidrIp": "10.0.0.0/8", "Description": "the office"}]
        group = self.security_group([{"IpProtocol": "tcp", "FromPort": 443, "ToPort": 443, "IpRanges": ranges}], "app")
        identifier = self.ec2.run_instances(
            ImageId="ami-0abcdef1234567890",
            InstanceType="t3.micro",
            MinCount=1,
            MaxCount=1,
            SubnetId=self.network[1][subnet],
            SecurityGroupIds=[group],
            TagSpecifications=self._specification("instance", "app"),
        )["Instances"][0]["InstanceId"]
        for index in range(1, interfaces):
            eni = self.ec2.create_network_interface(SubnetId=self.network[1][subnet], Groups=[group])
            eni = eni["NetworkInterface"]["NetworkInterfaceId"]
            self.ec2.attach_network_interface(NetworkInterfaceId=eni, InstanceId=identifier, DeviceIndex=index)
        return self.described(identifier)

    def described(self, instance: str) -> dict[str, Any]:
        return self.ec2.describe_instances(InstanceIds=[instance])["Reservations"][0]["Instances"][0]

    def balanced_instance(self) -> tuple[dict[str, Any], dict[str, str]]:
        """An instance of an Auto Scaling group, registered in the target group of that group."""
        vpc, subnets = self.network
        name, scaling = f"shop-{self.suffix}", self._client("autoscaling")
        group = self._client("elbv2").create_target_group(Name=name, Protocol="HTTP", Port=80, VpcId=vpc)
        arn = group["TargetGroups"][0]["TargetGroupArn"]
        data = {"ImageId": "ami-0abcdef1234567890", "InstanceType": "t3.micro"}
        self.ec2.create_launch_template(LaunchTemplateName=name, LaunchTemplateData=data)
        scaling.create_auto_scaling_group(
            AutoScalingGroupName=name,
            MinSize=1,
            MaxSize=4,
            DesiredCapacity=2,
            LaunchTemplate={"LaunchTemplateName": name, "Version": "$Latest"},
            VPCZoneIdentifier=",".join(subnets),
            TargetGroupARNs=[arn],
        )
        members = scaling.describe_auto_scaling_groups(AutoScalingGroupNames=[name])["AutoScalingGroups"][0]
        identifier = members["Instances"][0]["InstanceId"]
        if self.tags:
            self.ec2.create_tags(Resources=[identifier], Tags=self.tags)
        return self.described(identifier), {"autoScalingGroup": name, "targetGroup": arn}

    def role(self) -> dict[str, Any]:
        """A role instances run with."""
        trust = {"Effect": "Allow", "Principal": {"Service": "ec2.amazonaws.com"}, "Action": "sts:AssumeRole"}
        name = f"app-role-{self.suffix}"
        document = json.dumps({"Version": "2012-10-17", "Statement": [trust]})
        role = self.iam.create_role(RoleName=name, AssumeRolePolicyDocument=document, Path="/app/", Tags=self.tags)
        self.iam.attach_role_policy(RoleName=name, PolicyArn="arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess")
        return role["Role"]

    def service_linked_role(self) -> dict[str, Any]:
        make = self.iam.create_service_linked_role
        return make(AWSServiceName="autoscaling.amazonaws.com", CustomSuffix=self.suffix)["Role"]

    def sso_role(self) -> dict[str, Any]:
        """The role of a permission set of IAM Identity Center."""
        trust = {
            "Effect": "Allow",
            "Principal": {
                "Federated": f"arn:aws:iam::{self.account}:saml-provider/AWSSSO_0123456789abcdef_DO_NOT_DELETE"
            },
            "Action": ["sts:AssumeRoleWithSAML", "sts:TagSession"],
        }
        return self.iam.create_role(
            RoleName=f"AWSReservedSSO_AdministratorAccess_{uuid4().hex[:16]}",
            Path="/aws-reserved/sso.amazonaws.com/eu-central-1/",
            AssumeRolePolicyDocument=json.dumps({"Version": "2012-10-17", "Statement": [trust]}),
        )["Role"]

    def user(self) -> tuple[dict[str, Any], list[str]]:
        """A user with two access keys, both active."""
        name = f"deploy-{self.suffix}"
        user = self.iam.create_user(UserName=name, Path="/automation/", Tags=self.tags)["User"]
        self.iam.attach_user_policy(UserName=name, PolicyArn="arn:aws:iam::aws:policy/PowerUserAccess")
        keys = [self.iam.create_access_key(UserName=name)["AccessKey"]["AccessKeyId"] for _ in range(2)]
        return user, keys

    def bucket(self, acl: str = "private") -> str:
        """moto leaves a new bucket without default encryption, as AWS did until January 2023."""
        s3, name = self._client("s3"), f"quell-sandbox-{self.account}-{self.suffix}"
        where = {} if self.region == "us-east-1" else {"LocationConstraint": self.region}
        s3.create_bucket(
            Bucket=name,
            ObjectOwnership="ObjectWriter",
            **({"CreateBucketConfiguration": where} if where else {}),
        )
        s3.put_bucket_acl(Bucket=name, ACL=acl)
        if self.tags:
            s3.put_bucket_tagging(Bucket=name, Tagging={"TagSet": self.tags})
        return name

    def volume(self) -> str:
        return self.ec2.create_volume(
            AvailabilityZone=self.region + "a",
            Size=8,
            Encrypted=False,
            TagSpecifications=self._specification("volume", "data"),
        )["VolumeId"]

    def database(self) -> dict[str, Any]:
        return self._client("rds").create_db_instance(
            DBInstanceIdentifier=f"orders-{self.suffix}",
            DBInstanceClass="db.t3.micro",
            Engine="postgres",
            AllocatedStorage=20,
            MasterUsername="orders",
            MasterUserPassword=uuid4().hex,
            StorageEncrypted=False,
            Tags=self.tags,
        )["DBInstance"]
