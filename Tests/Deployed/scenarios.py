"""What must come of what happens in the deployed organization: each scenario makes its own resources and asserts its end.

A scenario that passes has shown the end by itself, so that any of them can be run again with a permission less.
"""
import json
import uuid
from functools import partial

from organization import ARCHIVING, HOME, QUOTAS, SECURITY, SERVICE
from scenes import MINER, TOR, TROJAN, Scene, about_instance

INCIDENTS = [
    "row1-isolate-ec2", "row2-block-role", "row2-user", "row3-encrypt-bucket", "row4-public-read", "row5-public-write",
    "row6-open-group", "row7-volume", "row8-rds", "row1-exempt", "row2-exempt", "row3-exempt", "row4-exempt", "row5-exempt",
    "row6-exempt", "row7-exempt", "row8-exempt", "two-interfaces", "balanced-instance", "target-not-actor",
    "root-credentials", "service-linked-role", "sso-role", "sample", "triple", "gone", "split-ranges",
]
# Those that are played in the security account too, which holds and contains what is its own.
AT_HOME = [
    "row1-isolate-ec2", "row2-block-role", "row2-user", "row3-encrypt-bucket", "row3-exempt", "row6-open-group", "row7-volume",
    "row8-rds", "balanced-instance",
]
GROUP = "AWS::EC2::SecurityGroup"


def answers(organization, happen, wanted=1):
    """What the engine answers to what happens; an event that came twice is answered once."""
    before = len(organization.lines())
    happen()
    organization.settle()
    said = organization.since(before, wanted)
    return [each for each in said if each.get("Outcome") != "duplicate"]


def outcome(organization, happen):
    [answer] = answers(organization, happen)
    return answer.get("Outcome"), answer.get("rule"), answer


def incident(organization, name, account=None):
    """The sandbox sends the event of an incident as AWS does: on the bus of the account that it is about."""
    before = len(organization.lines())
    place = {} if account is None else {"account": account, "region": HOME}
    made = organization.ask("POST", "incidents", {"names": [name], **place})
    organization.settle()
    said = [each.get("Outcome", "-") for each in organization.since(before, len(made))]
    expected = [each["expected"] for each in made]
    if account == SECURITY:
        said = [each for each in said if each != "duplicate"]
    assert sorted(said) == sorted(expected), (name, said, expected)
    assert organization.dead_letters() == "0"


def isolation(organization, account):
    """Of an instance behind a classic load balancer, in a network whose quarantine group somebody has opened."""
    scene = Scene(organization, account)
    network = scene.network()
    first, second = scene.instance(network), scene.instance(network)
    _isolated(scene, first, scene.raise_finding)
    [group] = [each for each in scene.ec2.describe_security_groups(
        Filters=[{"Name": "vpc-id", "Values": [network[0]]}])["SecurityGroups"] if each["GroupName"] == "quell-quarantine"]
    opened = [{"IpProtocol": "tcp", "FromPort": 22, "ToPort": 22, "IpRanges": [{"CidrIp": "0.0.0.0/0"}]}]
    scene.ec2.authorize_security_group_ingress(GroupId=group["GroupId"], IpPermissions=opened)
    scene.ec2.authorize_security_group_egress(GroupId=group["GroupId"], IpPermissions=opened)
    elb, name = scene.client("elb"), f"shop-{uuid.uuid4().hex[:8]}"
    listener = {"Protocol": "tcp", "LoadBalancerPort": 80, "InstancePort": 80}
    elb.create_load_balancer(LoadBalancerName=name, Listeners=[listener], AvailabilityZones=[f"{HOME}a"])
    elb.register_instances_with_load_balancer(LoadBalancerName=name, Instances=[{"InstanceId": second}])
    _isolated(scene, second, scene.raise_finding)
    [balancer] = elb.describe_load_balancers(LoadBalancerNames=[name])["LoadBalancerDescriptions"]
    assert balancer["Instances"] == []


def _isolated(scene, instance, happen):
    ended, rule, answer = outcome(scene.organization, lambda: happen(TROJAN, about_instance(instance)))
    assert (ended, rule) == ("contained", "contain-compromised-instance"), answer
    assert scene.groups(instance) == ["quell-quarantine"]


def full_quota(organization, kind, account):
    """A principal with ten managed policies is denied by an inline one, and found denied when it is seen again."""
    scene = Scene(organization, account)
    name, resource = scene.principal(kind, policies=10)
    ended, _, answer = outcome(organization, lambda: scene.raise_finding(TOR, resource))
    assert ended == "contained", answer
    listed = scene.iam.list_user_policies(UserName=name) if kind == "user" else scene.iam.list_role_policies(RoleName=name)
    assert listed["PolicyNames"] == ["quell-deny-all"]
    ended, _, answer = outcome(organization, lambda: scene.raise_finding(TOR, resource))
    assert ended == "already-contained", answer


def record(organization, account, kind, name, wanted=1, **more):
    item = {"account": account, "region": HOME, "resourceType": kind, "resourceId": name, **more}
    return answers(organization, lambda: organization.ask("POST", "configuration-items", item), wanted)


def open_group(organization, wide, oversized):
    scene = Scene(organization, SERVICE[0])
    group = scene.group(*wide, "10.0.0.0/8")
    [answer] = record(organization, SERVICE[0], GROUP, group, oversized=oversized)
    assert (answer["rule"], answer["Outcome"]) == ("confine-open-security-group", "contained"), answer
    assert scene.ingress(group) == ["10.0.0.0/8", "172.31.0.0/16"]


def open_prefix_list(organization, account):
    """Our rule asks for the entries of the list, and the engine does; the security account has no rule of its own."""
    scene = Scene(organization, account)
    everyone, office = scene.prefix_list("0.0.0.0/1", "128.0.0.0/1"), scene.prefix_list("10.0.0.0/8")
    group = scene.group(lists=[everyone, office])
    if account == SECURITY:
        told = {"rule": "SECURITY_GROUP_OPEN_PROHIBITED", "resourceType": GROUP, "resourceId": group, "complianceType": "NON_COMPLIANT"}
        send = {"account": account, "region": HOME, **told}
        [answer] = answers(organization, lambda: organization.ask("POST", "evaluations", send))
    else:
        [answer] = record(organization, account, GROUP, group)
    assert answer["Outcome"] == "contained", answer
    assert scene.ingress(group) == [office]


def group_without_rules(organization, account):
    """It looks like a group that is gone, so that it is asked for: closed since Config looked at it."""
    scene = Scene(organization, account)
    group = scene.group("0.0.0.0/0")
    told = {"rule": "SECURITY_GROUP_OPEN_PROHIBITED", "resourceType": GROUP, "resourceId": group, "complianceType": "NON_COMPLIANT"}
    [found] = scene.ec2.describe_security_groups(GroupIds=[group])["SecurityGroups"]
    scene.ec2.revoke_security_group_ingress(GroupId=group, IpPermissions=found["IpPermissions"])
    scene.ec2.revoke_security_group_egress(GroupId=group, IpPermissions=found["IpPermissionsEgress"])
    [answer] = answers(organization, lambda: organization.ask("POST", "evaluations", {"account": account, "region": HOME, **told}))
    assert answer["Outcome"] == "already-contained", answer


def exempt_group(organization):
    scene = Scene(organization, SERVICE[0])
    group = scene.group("0.0.0.0/0", tags=[{"Key": "SecurityException", "Value": "Jira-1"}])
    [answer] = record(organization, SERVICE[0], GROUP, group)
    assert answer["Outcome"] == "exempt" and scene.ingress(group) == ["0.0.0.0/0"], answer


def closed_group(organization):
    """Our rule has nothing to say of it, so that nothing is forwarded."""
    group = Scene(organization, SERVICE[0]).group("10.0.0.0/8")
    assert record(organization, SERVICE[0], GROUP, group, wanted=0) == []
    details = organization.client("config", SERVICE[0]).get_compliance_details_by_resource(ResourceType=GROUP, ResourceId=group)
    assert [each["ComplianceType"] for each in details["EvaluationResults"]] == ["COMPLIANT"]


def send_order(organization, action, *findings):
    """What a person chose in Security Hub."""
    body = {"account": SECURITY, "region": HOME, "actionName": action, "findingArns": [each["arn"] for each in findings]}
    [answer] = answers(organization, lambda: organization.ask("POST", "hub-actions", body))
    return answer


def order(organization, action, rule, account):
    scene = Scene(organization, account)
    instance = scene.instance()
    _, user = scene.principal("user")
    finding = scene.finding(TOR, user) if action == "Block IAM Principal" else scene.finding(MINER, about_instance(instance))
    answer = send_order(organization, action, finding)
    contained = action != "Send SNS"
    assert (answer["rule"], answer["Outcome"]) == (rule, "contained" if contained else "not-applicable"), answer
    if action == "Isolate EC2":
        assert scene.groups(instance) == ["quell-quarantine"]
    hub = organization.client("securityhub", SECURITY)
    found = hub.get_findings(Filters={"Id": [{"Value": finding["arn"], "Comparison": "EQUALS"}]})["Findings"][0]
    assert found["Workflow"]["Status"] == ("RESOLVED" if contained else "NOTIFIED") and answer["execution"] in found["Note"]["Text"]


def other_administrator(organization):
    """GuardDuty may be administered by a service account: findings of its members are archived there."""
    scene = Scene(organization, QUOTAS)
    organization.ask("PUT", "administrators", {QUOTAS: ARCHIVING, ARCHIVING: None})
    try:
        _, resource = scene.principal("user")
        made = []
        ended, _, answer = outcome(organization, lambda: made.append(scene.raise_finding(TOR, resource)))
        assert ended == "contained", answer
        assert scene.is_archived(made[0], ARCHIVING)
    finally:
        organization.ask("PUT", "administrators", {QUOTAS: SECURITY, ARCHIVING: SECURITY})


def alarm(organization):
    """CloudWatch tells the topic."""
    place = {"account": SECURITY, "region": HOME, "name": "quell-failed-responses"}
    organization.ask("POST", "alarms", {**place, "state": "OK"})
    done = organization.ask("POST", "alarms", {**place, "state": "ALARM"})
    assert len(done["published"]) == 1 and done["refused"] == [], done


def dead_letter(organization):
    """What the inbox does not take is kept."""
    sqs = organization.client("sqs", SECURITY)
    inbox = sqs.get_queue_url(QueueName="quell-inbox")["QueueUrl"]
    policy = sqs.get_queue_attributes(QueueUrl=inbox, AttributeNames=["Policy"])["Attributes"]["Policy"]
    sqs.set_queue_attributes(QueueUrl=inbox, Attributes={"Policy": ""})
    try:
        scene = Scene(organization, SERVICE[0])
        scene.raise_finding(TROJAN, about_instance(scene.instance()))
        organization.settle()
        assert organization.dead_letters() == "1"
    finally:
        sqs.set_queue_attributes(QueueUrl=inbox, Attributes={"Policy": policy})
        organization.forget_dead_letters()


def config_delivers(organization):
    """Config looks at its bucket when it gets a channel, and tells the topic of an item."""
    config = organization.client("config", SERVICE[0])
    [channel] = config.describe_delivery_channels()["DeliveryChannels"]
    config.put_delivery_channel(DeliveryChannel=channel)
    group = Scene(organization, SERVICE[0]).group("10.0.0.0/8")
    item = {"account": SERVICE[0], "region": HOME, "resourceType": GROUP, "resourceId": group}
    told = organization.ask("POST", "configuration-items", item)
    organization.settle()
    assert (told["published"], told["refused"]) == ([channel["snsTopicARN"]], []), told


def logs_are_kept(organization, function, account):
    """What a function says reaches its group in CloudWatch Logs, from a process that has just been started too."""
    organization.restart(function, account)
    group = Scene(organization, SERVICE[0]).group("0.0.0.0/0")
    [answer] = record(organization, SERVICE[0], GROUP, group)
    assert answer["Outcome"] == "contained", answer
    logs = organization.client("logs", account)
    texts = [each["message"] for each in logs.filter_log_events(logGroupName=f"/aws/lambda/{function}")["events"]]
    sought = group if function == "quell-config-rule" else json.dumps(answer["execution"])
    assert any(sought in text for text in texts), texts[-5:]


SCENARIOS = {
    **{name: partial(incident, name=name) for name in INCIDENTS},
    **{f"{name} at home": partial(incident, name=name, account=SECURITY) for name in AT_HOME},
    **{f"isolation in {account}": partial(isolation, account=account) for account in (SERVICE[0], SECURITY)},
    **{
        f"full quota of a {kind} in {account}": partial(full_quota, kind=kind, account=account)
        for kind in ("user", "role") for account in (QUOTAS, SECURITY)
    },
    **{
        f"open to {' and '.join(wide)}{', oversized' if oversized else ''}": partial(open_group, wide=wide, oversized=oversized)
        for wide in (["0.0.0.0/0"], ["0.0.0.0/1", "128.0.0.0/1"]) for oversized in (False, True)
    },
    **{f"open prefix list in {account}": partial(open_prefix_list, account=account) for account in (SERVICE[0], SECURITY)},
    **{f"group without rules in {account}": partial(group_without_rules, account=account) for account in (SERVICE[0], SECURITY)},
    "exempt group": exempt_group,
    "closed group": closed_group,
    **{
        f"order {action} in {account}": partial(order, action=action, rule=rule, account=account)
        for action, rule in (
            ("Isolate EC2", "isolate-from-security-hub"), ("Block IAM Principal", "block-from-security-hub"),
            ("Send SNS", "send-from-security-hub"),
        ) for account in (SERVICE[0], SECURITY)
    },
    "another administrator of GuardDuty": other_administrator,
    "alarm": alarm,
    "dead letter": dead_letter,
    "Config delivers": config_delivers,
    "logs of the engine": partial(logs_are_kept, function="quell-respond", account=SECURITY),
    "logs of our rule": partial(logs_are_kept, function="quell-config-rule", account=SERVICE[0]),
}
