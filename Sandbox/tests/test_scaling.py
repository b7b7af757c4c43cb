from uuid import uuid4

import pytest
from conftest import Cloud, refused


@pytest.fixture
def fleet(cloud: Cloud, vpc: str, subnet: str) -> tuple[str, str, list[str]]:
    """The name of an Auto Scaling group of three, its target group, its instances."""
    name = f"fleet-{uuid4().hex[:8]}"
    make = cloud.member("elbv2").create_target_group
    target_group = make(Name=name, Protocol="HTTP", Port=80, VpcId=vpc)["TargetGroups"][0]["TargetGroupArn"]
    data = {"ImageId": "ami-1", "InstanceType": "t3.micro"}
    cloud.member("ec2").create_launch_template(LaunchTemplateName=name, LaunchTemplateData=data)
    cloud.member("autoscaling").create_auto_scaling_group(
        AutoScalingGroupName=name,
        MinSize=1,
        MaxSize=3,
        DesiredCapacity=3,
        LaunchTemplate={"LaunchTemplateName": name},
        VPCZoneIdentifier=subnet,
        TargetGroupARNs=[target_group],
    )
    return name, target_group, [each["InstanceId"] for each in described(cloud, name)["Instances"]]


def described(cloud: Cloud, name: str) -> dict:
    describe = cloud.member("autoscaling").describe_auto_scaling_groups
    return describe(AutoScalingGroupNames=[name])["AutoScalingGroups"][0]


def state(cloud: Cloud, instance: str) -> str:
    describe = cloud.member("autoscaling").describe_auto_scaling_instances
    return describe(InstanceIds=[instance])["AutoScalingInstances"][0]["LifecycleState"]


def targets(cloud: Cloud, arn: str) -> set[str]:
    found = cloud.member("elbv2").describe_target_health(TargetGroupArn=arn)["TargetHealthDescriptions"]
    return {each["Target"]["Id"] for each in found}


def test_standby_and_back(cloud: Cloud, fleet: tuple) -> None:
    (name, target_group, (first, second, third)), scaling = fleet, cloud.member("autoscaling")
    how = {"AutoScalingGroupName": name, "ShouldDecrementDesiredCapacity": True}
    assert targets(cloud, target_group) == {first, second, third}
    for resting, rest in ((first, {second, third}), (second, {third})):
        scaling.enter_standby(InstanceIds=[resting], **how)
        assert (state(cloud, resting), state(cloud, third)) == ("Standby", "InService")
        assert described(cloud, name)["DesiredCapacity"] == len(rest)
        assert targets(cloud, target_group) == rest
    for refused_one in (first, third):
        with refused("ValidationError"):
            scaling.enter_standby(InstanceIds=[refused_one], **how)
    for back, rest in ((second, {second, third}), (first, {first, second, third})):
        scaling.exit_standby(InstanceIds=[back], AutoScalingGroupName=name)
        assert state(cloud, back) == "InService"
        assert described(cloud, name)["DesiredCapacity"] == len(rest)
        assert targets(cloud, target_group) == rest
    with refused("ValidationError"):
        scaling.exit_standby(InstanceIds=[first], AutoScalingGroupName=name)


def test_standby_without_decrement_launches_a_replacement(cloud: Cloud, fleet: tuple) -> None:
    name, _, (first, *_) = fleet
    scaling = cloud.member("autoscaling")
    scaling.enter_standby(AutoScalingGroupName=name, InstanceIds=[first], ShouldDecrementDesiredCapacity=False)
    assert [each["LifecycleState"] for each in described(cloud, name)["Instances"]].count("InService") == 3


def test_only_members_of_known_groups_enter_standby(cloud: Cloud, fleet: tuple, instance: str) -> None:
    scaling = cloud.member("autoscaling")
    for name in (fleet[0], "no-such-group"):
        with refused("ValidationError"):
            scaling.enter_standby(
                AutoScalingGroupName=name, InstanceIds=[instance], ShouldDecrementDesiredCapacity=True
            )
    assert scaling.describe_auto_scaling_instances(InstanceIds=[instance])["AutoScalingInstances"] == []


def test_instances_are_protected_from_scale_in(cloud: Cloud, fleet: tuple) -> None:
    name, _, (first, *_) = fleet
    scaling = cloud.member("autoscaling")
    scaling.set_instance_protection(InstanceIds=[first], AutoScalingGroupName=name, ProtectedFromScaleIn=True)
    protected = {each["InstanceId"]: each["ProtectedFromScaleIn"] for each in described(cloud, name)["Instances"]}
    assert protected[first] is True


def test_targets_are_registered_and_deregistered(cloud: Cloud, vpc: str, instance: str) -> None:
    elb = cloud.member("elbv2")
    make = elb.create_target_group(Name=uuid4().hex[:20], Protocol="HTTP", Port=80, VpcId=vpc)
    arn = make["TargetGroups"][0]["TargetGroupArn"]
    elb.register_targets(TargetGroupArn=arn, Targets=[{"Id": instance, "Port": 8080}])
    (target,) = elb.describe_target_health(TargetGroupArn=arn)["TargetHealthDescriptions"]
    assert target["Target"] == {"Id": instance, "Port": 8080}
    elb.deregister_targets(TargetGroupArn=arn, Targets=[{"Id": instance}])
    assert targets(cloud, arn) == set()


def test_classic_load_balancers(cloud: Cloud, instance: str) -> None:
    elb, name = cloud.member("elb"), f"classic-{uuid4().hex[:8]}"
    listener = {"Protocol": "http", "LoadBalancerPort": 80, "InstancePort": 80}
    elb.create_load_balancer(LoadBalancerName=name, Listeners=[listener], AvailabilityZones=["eu-central-1a"])

    def instances() -> list[dict]:
        return elb.describe_load_balancers(LoadBalancerNames=[name])["LoadBalancerDescriptions"][0]["Instances"]

    members = [{"InstanceId": instance}]
    elb.register_instances_with_load_balancer(LoadBalancerName=name, Instances=members)
    assert instances() == members
    elb.deregister_instances_from_load_balancer(LoadBalancerName=name, Instances=members)
    assert instances() == []
