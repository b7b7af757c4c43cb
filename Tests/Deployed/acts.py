"""What the deployed system does by itself: each function makes its own resources, lets something happen, and asserts the end.

Whatever passes has shown the end by itself, so that it can be played again with a permission less.
"""
import json
import time
import uuid

from organization import ARCHIVING, HOME, QUOTAS, SECURITY, SERVICE
from scenes import MINER, TOR, TROJAN, Scene, about_instance

GROUP = "AWS::EC2::SecurityGroup"


def answers(organization, happen, wanted=1):
    """What the engine answers to what happens: exactly so many answers, none of which was asked for twice."""
    before = len(organization.lines())
    happen()
    organization.settle()
    organization.since(before, wanted)
    said = organization.every_word(before)
    assert [each["message"] for each in said] == ["event answered"] * wanted, said
    # People were told, where they are to be.
    assert all(each["Failed"] == 0 for each in said), said
    return said


def answer_to(organization, happen, *wanted):
    """The one answer, which has the outcome or is of the rule."""
    [answer] = answers(organization, happen)
    assert set(wanted) <= {answer["Outcome"], answer.get("rule")}, answer
    return answer


def incident(organization, name, account=None):
    """The sandbox sends the event of an incident as AWS does: on the bus of the account that it is about."""
    place = {} if account is None else {"account": account, "region": HOME}
    made = []
    def happen():
        made.extend(organization.ask("POST", "incidents", {"names": [name], **place}))

    [answer] = answers(organization, happen)
    assert answer["Outcome"] == made[0]["expected"], (name, answer)
    assert organization.dead_letters() == "0"
    return answer, made[0]["resources"]


def isolation(organization, account):
    """Of an instance behind load balancers, in a network whose quarantine group somebody has opened."""
    scene = Scene(organization, account)
    network = scene.network()
    first, second = scene.instance(network), scene.instance(network)
    isolated(scene, first)
    group = scene.group_named("quell-quarantine", network)
    opened = [{"IpProtocol": "tcp", "FromPort": 22, "ToPort": 22, "IpRanges": [{"CidrIp": "0.0.0.0/0"}]}]
    scene.ec2.authorize_security_group_ingress(GroupId=group["GroupId"], IpPermissions=opened)
    scene.ec2.authorize_security_group_egress(GroupId=group["GroupId"], IpPermissions=opened)
    target, balancer = scene.target_group(network, second), scene.classic_balancer(second)
    answer, finding = isolated(scene, second)
    seen_again(scene, finding)
    assert scene.targets(target) == [] and scene.balanced(balancer) == []
    return answer, scene, second, target, balancer


def isolated(scene, instance):
    """The engine's answer to a finding about the instance, and the finding."""
    made = []
    answer = answer_to(
        scene.organization, lambda: made.append(scene.raise_finding(TROJAN, about_instance(instance))), "contained",
        "contain-compromised-instance",
    )
    assert scene.groups(instance) == ["quell-quarantine"]
    return answer, made[0]


def seen_again(scene, finding):
    """A finding that comes again is answered by reading that its containment holds."""
    [answer] = answers(scene.organization, lambda: scene.raise_again(finding))
    assert answer["Outcome"] == "duplicate" and "its changes still hold, read back from AWS" in answer["why"], answer


def full_quota(organization, kind, account):
    """A principal with ten managed policies is denied by an inline one, and found denied when it is seen again."""
    scene = Scene(organization, account)
    name, resource = scene.principal(kind, policies=10)
    answer = answer_to(organization, lambda: scene.raise_finding(TOR, resource), "contained")
    assert scene.inline(kind, name) == ["quell-deny-all"]
    answer_to(organization, lambda: scene.raise_finding(TOR, resource), "already-contained")
    return answer, scene, name


def administrator(organization, account):
    """One of two who are administrators by a group is blocked: the other one is left."""
    scene = Scene(organization, account)
    group = f"administrators-{uuid.uuid4().hex[:8]}"
    scene.iam.create_group(GroupName=group)
    scene.iam.attach_group_policy(GroupName=group, PolicyArn="arn:aws:iam::aws:policy/AdministratorAccess")
    (name, resource), (other, _) = (scene.principal("user") for _ in range(2))
    try:
        for each in (name, other):
            scene.iam.add_user_to_group(GroupName=group, UserName=each)
        answer_to(organization, lambda: scene.raise_finding(TOR, resource), "contained")
        assert scene.attached("user", name) == ["AWSDenyAll"]
    finally:
        for each in (name, other):
            scene.iam.remove_user_from_group(GroupName=group, UserName=each)
        scene.iam.detach_group_policy(GroupName=group, PolicyArn="arn:aws:iam::aws:policy/AdministratorAccess")
        scene.iam.delete_group(GroupName=group)


def recorded(organization, account, group, **more):
    """Config looks at a group, and asks our rule."""
    item = {"account": account, "region": HOME, "resourceType": GROUP, "resourceId": group, **more}
    return organization.ask("POST", "configuration-items", item)


def evaluated(organization, account, group):
    """Config says that a group is open."""
    told = {"resourceType": GROUP, "resourceId": group, "complianceType": "NON_COMPLIANT"}
    where = {"account": account, "region": HOME, "rule": "SECURITY_GROUP_OPEN_PROHIBITED"}
    organization.ask("POST", "evaluations", {**where, **told})


def open_group(organization, wide, oversized):
    scene = Scene(organization, SERVICE[0])
    group = scene.group(*wide, "10.0.0.0/8")
    answer_to(
        organization, lambda: recorded(organization, SERVICE[0], group, oversized=oversized), "contained",
        "confine-open-security-group",
    )
    assert scene.ingress(group) == ["10.0.0.0/8", "172.31.0.0/16"]


def open_prefix_list(organization, account):
    """Our rule asks for the entries of the list, and the engine does; the security account has no rule of its own."""
    scene = Scene(organization, account)
    everyone, office = scene.prefix_list("0.0.0.0/1", "128.0.0.0/1"), scene.prefix_list("10.0.0.0/8")
    group = scene.group(lists=[everyone, office])
    tell = evaluated if account == SECURITY else recorded
    answer_to(organization, lambda: tell(organization, account, group), "contained")
    assert scene.ingress(group) == [office]


def group_without_rules(organization, account):
    """It looks like a group that is gone, so that it is asked for: closed since Config looked at it."""
    scene = Scene(organization, account)
    group = scene.group("0.0.0.0/0")
    [found] = scene.ec2.describe_security_groups(GroupIds=[group])["SecurityGroups"]
    scene.ec2.revoke_security_group_ingress(GroupId=group, IpPermissions=found["IpPermissions"])
    scene.ec2.revoke_security_group_egress(GroupId=group, IpPermissions=found["IpPermissionsEgress"])
    answer_to(organization, lambda: evaluated(organization, account, group), "already-contained")


def exempt_group(organization):
    scene = Scene(organization, SERVICE[0])
    group = scene.group("0.0.0.0/0", tags=[{"Key": "SecurityException", "Value": "Jira-1"}])
    answer_to(organization, lambda: recorded(organization, SERVICE[0], group), "exempt")
    assert scene.ingress(group) == ["0.0.0.0/0"]


def closed_group(organization):
    """Our rule has nothing to say of it, so that nothing is forwarded."""
    group = Scene(organization, SERVICE[0]).group("10.0.0.0/8")
    assert answers(organization, lambda: recorded(organization, SERVICE[0], group), wanted=0) == []
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
    status, note = noted(organization, finding)
    assert status == ("RESOLVED" if contained else "NOTIFIED") and answer["execution"] in note
    return answer, finding


def noted(organization, finding):
    """The workflow status in Security Hub, and the note."""
    hub = organization.client("securityhub", SECURITY)
    found = hub.get_findings(Filters={"Id": [{"Value": finding["arn"], "Comparison": "EQUALS"}]})["Findings"][0]
    return found["Workflow"]["Status"], found.get("Note", {}).get("Text", "")


def other_administrator(organization, afterwards=lambda answer, finding, scene: None):
    """GuardDuty may be administered by a service account: findings of its members are archived there."""
    scene = Scene(organization, QUOTAS)
    organization.ask("PUT", "administrators", {QUOTAS: ARCHIVING, ARCHIVING: None})
    try:
        _, resource = scene.principal("user")
        made = []
        answer = answer_to(organization, lambda: made.append(scene.raise_finding(TOR, resource)), "contained")
        assert scene.is_archived(made[0], ARCHIVING)
        afterwards(answer, made[0], scene)
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
    told = recorded(organization, SERVICE[0], group)
    organization.settle()
    assert (told["published"], told["refused"]) == ([channel["snsTopicARN"]], []), told


def logs_are_kept(organization, function, account):
    """What a function says reaches its group in CloudWatch Logs, from a process that has just been started too."""
    organization.restart(function, account)
    group = Scene(organization, SERVICE[0]).group("0.0.0.0/0")
    answer = answer_to(organization, lambda: recorded(organization, SERVICE[0], group), "contained")
    logs = organization.client("logs", account)
    texts = [each["message"] for each in logs.filter_log_events(logGroupName=f"/aws/lambda/{function}")["events"]]
    sought = group if function == "quell-config-rule" else json.dumps(answer["execution"])
    assert any(sought in text for text in texts), texts[-5:]


def scheduled(organization):
    """Once a day our rule looks at all groups, also at those of which Config has said nothing."""
    scene = Scene(organization, SERVICE[0])
    group = scene.group("0.0.0.0/0")
    schedule = {"account": SERVICE[0], "region": HOME, "rule": "SECURITY_GROUP_OPEN_PROHIBITED"}
    before = len(organization.lines())
    organization.ask("POST", "scheduled-rules", schedule)
    organization.settle()
    # The groups of other scenarios may be open too.
    assert {each.get("Outcome") for each in organization.since(before, 1)} >= {"contained"}
    assert scene.ingress(group) == ["172.31.0.0/16"]


def kept_contained(organization):
    """An instance that somebody connects again is isolated again half a minute later; the schedule finds nothing more to do."""
    scene = Scene(organization, SERVICE[0])
    network = scene.network()
    instance = scene.instance(network)
    answer, _ = isolated(scene, instance)
    own = scene.group_named("default", network)["GroupId"]
    scene.ec2.modify_instance_attribute(InstanceId=instance, Groups=[own])
    assert scene.groups(instance) == ["default"]

    def tended():
        lines = [each for each in organization.lines() if each.get("message") == "execution tended"]
        return [each["tended"] for each in lines if each["execution"] == answer["execution"]]

    # Half a minute, and more on a machine with much else to do.
    for _ in range(240):
        if tended():
            break
        time.sleep(0.5)
    organization.settle()
    assert tended() == ["drifted"] and scene.groups(instance) == ["quell-quarantine"], organization.lines()[-5:]
    organization.ask("POST", "scheduled-events", {"account": SECURITY, "region": HOME, "rule": "quell-tend"})
    organization.settle()
    # Where that took minutes, the next look is due and finds that it holds.
    assert organization.dead_letters() == "0" and tended().count("drifted") == 1, tended()
    assert scene.groups(instance) == ["quell-quarantine"]


def swept(organization, account):
    """What nobody was told of, because nothing was forwarded for a while, is found by the clock."""
    scene = Scene(organization, account)
    network = scene.network()
    # What is older than the engine would be a backlog to it.
    isolated(scene, scene.instance(network))
    instance, group = scene.instance(network), scene.group("0.0.0.0/0")
    events = organization.client("events", account)
    rules = [each["Name"] for each in events.list_rules(NamePrefix="quell-forward")["Rules"]]
    try:
        for name in rules:
            events.disable_rule(Name=name)
        scene.raise_finding(TROJAN, about_instance(instance))
        evaluated(organization, account, group)
        organization.settle()
    finally:
        for name in rules:
            events.enable_rule(Name=name)
    assert scene.groups(instance) == ["default"] and scene.ingress(group) == ["0.0.0.0/0"]
    organization.ask("POST", "scheduled-events", {"account": SECURITY, "region": HOME, "rule": "quell-sweep"})
    organization.settle()
    assert scene.groups(instance) == ["quell-quarantine"], organization.lines()[-6:]
    # What cannot be read in any account, nobody would know to be lost there.
    assert "unread" not in [each for each in organization.lines() if each["message"] == "swept"][-1]
    # The security account has no rules of AWS Config.
    assert scene.ingress(group) == (["0.0.0.0/0"] if account == SECURITY else ["172.31.0.0/16"])


def prepared_runbook(organization, document, state):
    """Systems Manager runs a runbook as the role that is prepared for it."""
    scene = Scene(organization, SERVICE[0])
    instance, ssm = scene.instance(), scene.client("ssm")
    role = f"arn:aws:iam::{SERVICE[0]}:role/quell/Quell-Automation-{document}"
    started = ssm.start_automation_execution(
        DocumentName=document, Parameters={"InstanceId": [instance], "AutomationAssumeRole": [role]}
    )
    organization.settle()
    run = ssm.get_automation_execution(AutomationExecutionId=started["AutomationExecutionId"])["AutomationExecution"]
    assert run["AutomationExecutionStatus"] == "Success", run["StepExecutions"]
    assert scene.state(instance) == state
