"""Answers that moto gives to real boto3 clients, byte for byte, and botocore's reading of them."""

import os

import boto3
import botocore.exceptions
from moto import mock_aws
from moto.moto_api._internal import mock_random

import chosen
import generated_answers

REGION = "eu-west-1"


class Recorder:
    """Calls an account of moto, and keeps the answers of the chosen operations."""

    def __init__(self):
        self.lines = []
        self.choices = {(service, model.name): choice for service, model, choice in chosen.operations()}

    def client(self, service):
        client = boto3.client(service, region_name=REGION)
        client.meta.events.register("before-parse", lambda **event: self.keep(service, **event))
        return client

    def keep(self, service, operation_model, response_dict, **_):
        name = operation_model.name
        choice = self.choices.get((service, name))
        if choice is None:
            return
        response = {
            "status_code": response_dict["status_code"], "body": response_dict["body"],
            "headers": {key: value for key, value in response_dict["headers"].items()
                        if key.lower().startswith("x-amz") or key.lower() == "content-type"},
        }
        line = generated_answers.line(service, operation_model, choice, response)
        self.lines.append(line)


def refused(call, *arguments, **input):
    """Calls what moto must refuse; the refusal is the answer to record."""
    try:
        call(*arguments, **input)
    except botocore.exceptions.ClientError:
        return
    raise AssertionError(f"{call} was not refused")


def network(ec2):
    vpc = ec2.create_vpc(CidrBlock="10.0.0.0/16")["Vpc"]["VpcId"]
    subnet = ec2.create_subnet(VpcId=vpc, CidrBlock="10.0.1.0/24")["Subnet"]["SubnetId"]
    group = ec2.create_security_group(
        GroupName="quarantine", Description="a < b & c", VpcId=vpc,
        TagSpecifications=[{"ResourceType": "security-group", "Tags": [{"Key": "Name", "Value": "Ω"}]}])["GroupId"]
    ports = {"IpProtocol": "tcp", "FromPort": 22, "ToPort": 22}
    rules = [{**ports, "IpRanges": [{"CidrIp": "0.0.0.0/0", "Description": "all"}, {"CidrIp": "10.0.0.0/8"}]},
             {**ports, "Ipv6Ranges": [{"CidrIpv6": "::/0"}]},
             {**ports, "UserIdGroupPairs": [{"GroupId": group}]}]
    ec2.authorize_security_group_ingress(GroupId=group, IpPermissions=rules)
    refused(ec2.authorize_security_group_ingress, GroupId=group, IpPermissions=rules)
    ec2.authorize_security_group_egress(GroupId=group, IpPermissions=[rules[0]])
    ec2.describe_security_groups(GroupIds=[group])
    found = ec2.describe_security_group_rules(Filters=[{"Name": "group-id", "Values": [group]}])
    ec2.modify_security_group_rules(GroupId=group, SecurityGroupRules=[{
        "SecurityGroupRuleId": found["SecurityGroupRules"][0]["SecurityGroupRuleId"],
        "SecurityGroupRule": {**ports, "CidrIpv4": "10.1.0.0/16"}}])
    ec2.revoke_security_group_ingress(GroupId=group, IpPermissions=[rules[1]])
    ec2.revoke_security_group_egress(GroupId=group, IpPermissions=[rules[0]])
    refused(ec2.describe_security_groups, GroupIds=["sg-0123456789abcdef0"])
    refused(ec2.create_security_group, GroupName="quarantine", Description="again", VpcId=vpc)
    ec2.describe_vpcs()
    created = ec2.create_managed_prefix_list(
        PrefixListName="known", MaxEntries=5, AddressFamily="IPv4", Entries=[{"Cidr": "192.0.2.0/24", "Description": "us"}])
    ec2.get_managed_prefix_list_entries(PrefixListId=created["PrefixList"]["PrefixListId"])
    return subnet, group


def instances(ec2, subnet, group):
    image = ec2.describe_images(Owners=["amazon"])["Images"][0]["ImageId"]
    instance = ec2.run_instances(ImageId=image, MinCount=1, MaxCount=1, SubnetId=subnet)["Instances"][0]["InstanceId"]
    ec2.create_tags(Resources=[instance], Tags=[{"Key": "a&b", "Value": "<x>"}, {"Key": "empty", "Value": ""}])
    ec2.describe_tags(Filters=[{"Name": "resource-id", "Values": [instance]}])
    ec2.delete_tags(Resources=[instance], Tags=[{"Key": "empty"}])
    found = ec2.describe_instances(InstanceIds=[instance])
    interface = found["Reservations"][0]["Instances"][0]["NetworkInterfaces"][0]["NetworkInterfaceId"]
    ec2.describe_network_interfaces(NetworkInterfaceIds=[interface])
    ec2.modify_network_interface_attribute(NetworkInterfaceId=interface, Groups=[group])
    for attribute in ("disableApiTermination", "instanceInitiatedShutdownBehavior", "blockDeviceMapping", "groupSet"):
        ec2.describe_instance_attribute(InstanceId=instance, Attribute=attribute)
    ec2.modify_instance_attribute(InstanceId=instance, DisableApiTermination={"Value": True})
    ec2.describe_volumes(Filters=[{"Name": "attachment.instance-id", "Values": [instance]}])
    made = ec2.create_snapshots(InstanceSpecification={"InstanceId": instance}, Description="forensics")
    ec2.describe_snapshots(SnapshotIds=[snapshot["SnapshotId"] for snapshot in made["Snapshots"]])
    ec2.stop_instances(InstanceIds=[instance])
    ec2.start_instances(InstanceIds=[instance])
    ec2.describe_instances(Filters=[{"Name": "instance-id", "Values": ["i-none"]}])
    refused(ec2.describe_instances, InstanceIds=["i-0123456789abcdef0"])
    refused(ec2.describe_network_interfaces, NetworkInterfaceIds=["eni-0123456789abcdef0"])
    refused(ec2.stop_instances, InstanceIds=["i-0123456789abcdef0"])
    return instance


def identities(iam):
    document = '{"Version":"2012-10-17","Statement":[{"Effect":"Deny","Action":"*","Resource":"*"}]}'
    trust = '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"AWS":"*"},"Action":"sts:AssumeRole"}]}'
    iam.create_user(UserName="eve", Tags=[{"Key": "team", "Value": "a b+c"}])
    iam.create_role(RoleName="app", AssumeRolePolicyDocument=trust, Path="/x/", Tags=[{"Key": "k", "Value": "v"}])
    policy = iam.create_policy(PolicyName="deny", PolicyDocument=document)["Policy"]["Arn"]
    key = iam.create_access_key(UserName="eve")["AccessKey"]["AccessKeyId"]
    iam.get_user(UserName="eve")
    iam.get_role(RoleName="app")
    for kind, name in (("user", {"UserName": "eve"}), ("role", {"RoleName": "app"})):
        call = lambda verb, noun, **input: getattr(iam, f"{verb}_{noun.format(kind)}")(**name, **input)
        call("attach", "{}_policy", PolicyArn=policy)
        call("list", "attached_{}_policies")
        call("put", "{}_policy", PolicyName="inline", PolicyDocument=document)
        call("get", "{}_policy", PolicyName="inline")
        call("list", "{}_policies")
        call("delete", "{}_policy", PolicyName="inline")
        refused(call, "get", "{}_policy", PolicyName="inline")
        call("list", "{}_policies")
        call("detach", "{}_policy", PolicyArn=policy)
        refused(call, "detach", "{}_policy", PolicyArn=policy)
        call("list", "{}_tags")
    iam.list_access_keys(UserName="eve")
    iam.update_access_key(UserName="eve", AccessKeyId=key, Status="Inactive")
    refused(iam.get_user, UserName="nobody")
    refused(iam.get_role, RoleName="nobody")


def buckets(s3):
    refused(s3.get_bucket_tagging, Bucket="none")
    s3.create_bucket(Bucket="data", CreateBucketConfiguration={"LocationConstraint": REGION})
    refused(s3.get_bucket_tagging, Bucket="data")
    s3.put_bucket_tagging(Bucket="data", Tagging={"TagSet": [{"Key": "a", "Value": "<&>"}, {"Key": "b", "Value": ""}]})
    s3.put_bucket_encryption(Bucket="data", ServerSideEncryptionConfiguration={"Rules": [
        {"ApplyServerSideEncryptionByDefault": {"SSEAlgorithm": "aws:kms", "KMSMasterKeyID": "k"},
         "BucketKeyEnabled": True}]})
    s3.put_public_access_block(Bucket="data", PublicAccessBlockConfiguration={"BlockPublicAcls": True})
    s3.get_bucket_tagging(Bucket="data")


def scaling(clients, subnet, image):
    autoscaling = clients("autoscaling")
    autoscaling.create_launch_configuration(LaunchConfigurationName="lc", ImageId=image, InstanceType="t3.micro")
    autoscaling.create_auto_scaling_group(
        AutoScalingGroupName="web", LaunchConfigurationName="lc", MinSize=1, MaxSize=3, DesiredCapacity=2,
        VPCZoneIdentifier=subnet, Tags=[{"Key": "k", "Value": "v", "PropagateAtLaunch": True}])
    found = autoscaling.describe_auto_scaling_groups(AutoScalingGroupNames=["web"])
    instance = found["AutoScalingGroups"][0]["Instances"][0]["InstanceId"]
    autoscaling.describe_auto_scaling_instances(InstanceIds=[instance])
    chosen_instance = {"AutoScalingGroupName": "web", "InstanceIds": [instance]}
    autoscaling.enter_standby(**chosen_instance, ShouldDecrementDesiredCapacity=True)
    autoscaling.exit_standby(**chosen_instance)
    autoscaling.describe_auto_scaling_groups(AutoScalingGroupNames=["none"])


def balancers(clients, vpc, instance):
    elbv2 = clients("elbv2")
    group = elbv2.create_target_group(Name="tg", Protocol="HTTP", Port=80, VpcId=vpc)
    arn = group["TargetGroups"][0]["TargetGroupArn"]
    elbv2.register_targets(TargetGroupArn=arn, Targets=[{"Id": instance, "Port": 8080}])
    elbv2.describe_target_groups()
    elbv2.describe_target_health(TargetGroupArn=arn)
    elbv2.deregister_targets(TargetGroupArn=arn, Targets=[{"Id": instance}])
    refused(elbv2.describe_target_groups, TargetGroupArns=[arn + "x"])
    elb = clients("elb")
    elb.create_load_balancer(
        LoadBalancerName="lb", AvailabilityZones=[f"{REGION}a"],
        Listeners=[{"Protocol": "tcp", "LoadBalancerPort": 80, "InstancePort": 80}])
    elb.register_instances_with_load_balancer(LoadBalancerName="lb", Instances=[{"InstanceId": instance}])
    elb.describe_load_balancers()
    elb.deregister_instances_from_load_balancer(LoadBalancerName="lb", Instances=[{"InstanceId": instance}])
    refused(elb.describe_load_balancers, LoadBalancerNames=["none"])


def others(clients):
    sts = clients("sts")
    sts.get_caller_identity()
    sts.assume_role(RoleArn="arn:aws:iam::123456789012:role/app", RoleSessionName="quell")
    sts.assume_role_with_web_identity(
        RoleArn="arn:aws:iam::123456789012:role/app", RoleSessionName="quell", WebIdentityToken="token")
    sns = clients("sns")
    topic = sns.create_topic(Name="alerts")["TopicArn"]
    sns.publish(TopicArn=topic, Message="hello")
    refused(sns.publish, TopicArn=topic + "x", Message="hello")
    guardduty = clients("guardduty")
    guardduty.list_detectors()
    detector = guardduty.create_detector(Enable=True)["DetectorId"]
    guardduty.list_detectors()
    guardduty.get_administrator_account(DetectorId=detector)
    rds = clients("rds")
    rds.describe_db_instances()
    rds.create_db_instance(
        DBInstanceIdentifier="db", DBInstanceClass="db.t3.micro", Engine="postgres", AllocatedStorage=20,
        StorageEncrypted=True, Tags=[{"Key": "k", "Value": "v"}])
    rds.describe_db_instances(DBInstanceIdentifier="db")
    refused(rds.describe_db_instances, DBInstanceIdentifier="none")


def answer_lines():
    os.environ.update(AWS_ACCESS_KEY_ID="testing", AWS_SECRET_ACCESS_KEY="testing", MOTO_ALLOW_NONEXISTENT_REGION="0")
    mock_random.seed(4)
    recorder = Recorder()
    with mock_aws():
        ec2 = recorder.client("ec2")
        subnet, group = network(ec2)
        instance = instances(ec2, subnet, group)
        identities(recorder.client("iam"))
        buckets(recorder.client("s3"))
        found = ec2.describe_instances(InstanceIds=[instance])["Reservations"][0]["Instances"][0]
        scaling(recorder.client, subnet, found["ImageId"])
        balancers(recorder.client, found["VpcId"], instance)
        others(recorder.client)
    return recorder.lines
