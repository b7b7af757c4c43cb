"""For every action that changes something: applying twice changes nothing more, and an undo gives everything back."""
import pytest

INCIDENTS = [
    "row1-isolate-ec2", "row2-block-role", "row2-user", "row6-open-group", "two-interfaces", "balanced-instance", "split-ranges",
]


def state(quell, found):
    """Everything AWS tells of the resources of an incident, without what changes by itself."""
    account, region = found["account"], found["region"]
    client = lambda service: quell.sandbox.client(service, account, region)  # noqa: E731
    told = {}
    if "instance" in found:
        ec2, key = client("ec2"), found["instance"]
        told["instance"] = ec2.describe_instances(InstanceIds=[key])["Reservations"][0]["Instances"][0]
        for attribute in ("disableApiTermination", "instanceInitiatedShutdownBehavior"):
            answer = ec2.describe_instance_attribute(InstanceId=key, Attribute=attribute)
            told[attribute] = {k: v for k, v in answer.items() if k != "ResponseMetadata"}
        told["volumes"] = ec2.describe_volumes(Filters=[{"Name": "attachment.instance-id", "Values": [key]}])["Volumes"]
        told["interfaces"] = ec2.describe_network_interfaces(NetworkInterfaceIds=list(found["interfaces"]))["NetworkInterfaces"]
        told["scaling"] = client("autoscaling").describe_auto_scaling_instances(InstanceIds=[key])["AutoScalingInstances"]
        balancing = client("elbv2")
        told["targets"] = [
            target["Target"]
            for group in balancing.describe_target_groups()["TargetGroups"]
            for target in balancing.describe_target_health(TargetGroupArn=group["TargetGroupArn"])["TargetHealthDescriptions"]
            if target["Target"]["Id"] == key
        ]
        told["balancers"] = [
            balancer["LoadBalancerName"]
            for balancer in client("elb").describe_load_balancers()["LoadBalancerDescriptions"]
            if {"InstanceId": key} in balancer["Instances"]
        ]
    if "securityGroup" in found:
        rules = client("ec2").describe_security_group_rules(Filters=[{"Name": "group-id", "Values": [found["securityGroup"]]}])
        told["rules"] = sorted(
            str({k: v for k, v in rule.items() if not k.endswith(("Id", "Arn"))}) for rule in rules["SecurityGroupRules"]
        )
    if "role" in found:
        iam = client("iam")
        told["role"] = iam.get_role(RoleName=found["role"])["Role"]["AssumeRolePolicyDocument"]
        told["policies"] = iam.list_attached_role_policies(RoleName=found["role"])["AttachedPolicies"]
        told["inline"] = iam.list_role_policies(RoleName=found["role"])["PolicyNames"]
    if "user" in found:
        iam = client("iam")
        told["policies"] = iam.list_attached_user_policies(UserName=found["user"])["AttachedPolicies"]
        told["inline"] = iam.list_user_policies(UserName=found["user"])["PolicyNames"]
        told["keys"] = {k["AccessKeyId"]: k["Status"] for k in iam.list_access_keys(UserName=found["user"])["AccessKeyMetadata"]}
    assert told
    return told


@pytest.mark.parametrize("name", INCIDENTS)
def test_applies_once_and_can_be_taken_back(quell, name):
    [incident] = quell.sandbox.incident(name)
    before = state(quell, incident["resources"])
    [first] = quell.respond(incident["event"])
    contained = state(quell, incident["resources"])
    assert first["outcome"] == "contained" and contained != before
    [second] = quell.respond(incident["event"], more=["--again"])
    assert second["outcome"] == "already-contained", second
    assert state(quell, incident["resources"]) == contained
    assert quell.json("undo", first["execution"])["outcome"] == "undone"
    assert state(quell, incident["resources"]) == before


def test_a_lost_answer_is_read_back_not_repeated(quell):
    [incident] = quell.sandbox.incident("row1-isolate-ec2")
    quell.sandbox.fault(operation="CreateSecurityGroup", count=1, kind="lost-answer")
    quell.sandbox.fault(operation="CreateTags", count=1, kind="lost-answer")
    [response] = quell.respond(incident["event"])
    assert response["outcome"] == "contained", response
