"""What people do with the operators' role: approve, take back what the deployed system did, and look it up."""
import acts
from organization import ARCHIVING, HOME, QUOTAS, SECURITY, SERVICE
from person import ROLES, operator_of
from sandbox_process import ROOT
from scenes import TOR, TROJAN, Scene, about_instance


def taken_back(organization, answer):
    """By an operator who takes the role anew, with the second factor."""
    operator = operator_of(organization)
    operator.take_role()
    done = operator.json("undo", answer["execution"], *ROLES)
    assert done["outcome"] == "undone", done


def principal(organization, kind):
    scene = Scene(organization, SERVICE[0])
    name, resource = scene.principal(kind)
    made = []
    answer = acts.answer_to(organization, lambda: made.append(scene.raise_finding(TOR, resource)), "contained")
    assert scene.attached(kind, name) == ["AWSDenyAll"] and scene.is_archived(made[0], SECURITY)
    taken_back(organization, answer)
    assert scene.attached(kind, name) == [] and not scene.is_archived(made[0], SECURITY)
    if kind == "user":
        assert [each["Status"] for each in scene.iam.list_access_keys(UserName=name)["AccessKeyMetadata"]] == ["Active"]


def full_quota(organization, kind):
    answer, scene, name = acts.full_quota(organization, kind, QUOTAS)
    taken_back(organization, answer)
    assert scene.inline(kind, name) == []


def isolation(organization):
    answer, scene, instance, target, balancer = acts.isolation(organization, SERVICE[0])
    taken_back(organization, answer)
    assert scene.groups(instance) == ["default"]
    assert (scene.targets(target), scene.balanced(balancer)) == ([instance], [instance])
    tags = scene.ec2.describe_tags(Filters=[{"Name": "resource-id", "Values": [instance]}])["Tags"]
    assert [each["Key"] for each in tags] == []


def approved(organization):
    """A rule that asks first: nothing changes until an operator approves the plan, which the engine then applies."""
    plain = "      - ec2.isolate-instance\n"
    text = (ROOT / "Playbooks" / "default.yaml").read_text()
    scene = Scene(organization, SERVICE[0])
    instance = scene.instance()
    queue = organization.client("sqs", SECURITY).get_queue_url(QueueName="quell-inbox")["QueueUrl"]
    operator = operator_of(organization)
    with organization.playbook(text.replace(plain, "      - ec2.isolate-instance: {approval: required}\n")):
        answer = acts.answer_to(organization, lambda: scene.raise_finding(TROJAN, about_instance(instance)), "held")
        assert scene.groups(instance) == ["default"]
        operator.take_role()
        [waiting] = [each for each in operator.json("approvals", "list") if each["execution"] == answer["execution"]]
        give = ("approvals", "approve", answer["execution"], "--plan", waiting["plan"], "--queue", queue)
        applied = acts.answer_to(organization, lambda: operator.json(*give), "contained")
        assert applied["execution"] == answer["execution"]
    assert scene.groups(instance) == ["quell-quarantine"]
    taken_back(organization, answer)
    assert scene.groups(instance) == ["default"]


def every_option(organization, account):
    """A playbook that cuts live flows, takes snapshots and stops: the accounts need no other roles for it.

    The first isolation makes the transit group, from which somebody takes the way out before the second one.
    """
    plain = "      - ec2.isolate-instance\n"
    options = "      - ec2.isolate-instance: {cut-live-flows: transit, snapshot: true, stop: true}\n"
    text = (ROOT / "Playbooks" / "default.yaml").read_text()
    assert plain in text
    scene = Scene(organization, account)
    network = scene.network()
    first, instance = scene.instance(network), scene.instance(network)
    with organization.playbook(text.replace(plain, options)):
        acts.isolated(scene, first)
        transit = scene.group_named("quell-transit", network)
        scene.ec2.revoke_security_group_egress(GroupId=transit["GroupId"], IpPermissions=transit["IpPermissionsEgress"])
        answer, finding = acts.isolated(scene, instance)
        acts.seen_again(scene, finding)
        assert scene.group_named("quell-transit", network)["IpPermissionsEgress"] != []
        assert (scene.groups(instance), scene.state(instance)) == (["quell-quarantine"], "stopped")
        volumes = [{"Name": "volume-id", "Values": scene.volumes(instance)}]
        [snapshot] = scene.ec2.describe_snapshots(Filters=volumes)["Snapshots"]
        assert snapshot["Tags"] == [{"Key": "quell:execution", "Value": answer["execution"]}]
        taken_back(organization, answer)
    assert (scene.groups(instance), scene.state(instance)) == (["default"], "running")


def standby(organization):
    """An instance of an Auto Scaling group serves again."""
    answer, found = acts.incident(organization, "balanced-instance")
    taken_back(organization, answer)
    scaling = organization.client("autoscaling", found["account"], found["region"])
    [member] = scaling.describe_auto_scaling_instances(InstanceIds=[found["instance"]])["AutoScalingInstances"]
    assert member["LifecycleState"] == "InService"


def group(organization):
    """Of two open rules one is changed and one, which has a tag, is revoked: the safe range can be there once."""
    scene = Scene(organization, SERVICE[0])
    name = scene.group("0.0.0.0/1", "128.0.0.0/1")
    ids = [each["SecurityGroupRuleId"] for each in scene.rules(name)]
    scene.ec2.create_tags(Resources=ids, Tags=[{"Key": "owner", "Value": "web"}])
    answer = acts.answer_to(organization, lambda: acts.recorded(organization, SERVICE[0], name), "contained")
    assert scene.ingress(name) == ["172.31.0.0/16"]
    taken_back(organization, answer)
    assert scene.ingress(name) == ["0.0.0.0/1", "128.0.0.0/1"]
    assert [each["Tags"] for each in scene.rules(name)] == [[{"Key": "owner", "Value": "web"}]] * 2


def order(organization):
    answer, finding = acts.order(organization, "Isolate EC2", "isolate-from-security-hub", SERVICE[0])
    taken_back(organization, answer)
    status, note = acts.noted(organization, finding)
    assert status == "NEW" and "taken back" in note


def other_administrator(organization):
    def afterwards(answer, finding, scene):
        taken_back(organization, answer)
        assert not scene.is_archived(finding, ARCHIVING)

    acts.other_administrator(organization, afterwards)


def exceptions(organization, account):
    """Of every kind of resource that can carry the tag, with who set it."""
    scene, tags = Scene(organization, account), [{"Key": "SecurityException", "Value": "Jira-7"}]
    arns = [f"arn:aws:ec2:{HOME}:{account}:security-group/{scene.group('10.0.0.0/8', tags=tags)}"]
    user, role = (scene.principal(kind)[0] for kind in ("user", "role"))
    scene.iam.tag_user(UserName=user, Tags=tags)
    scene.iam.tag_role(RoleName=role, Tags=tags)
    arns += [f"arn:aws:iam::{account}:user/{user}", f"arn:aws:iam::{account}:role/{role}"]
    operator = operator_of(organization)
    operator.take_role()
    # Without Regions it asks the account which ones there are.
    listed = operator.json("exceptions", "list", "--account", account, *ROLES, journal=None)
    found = {each["resource"]: each for each in listed["exceptions"]}
    assert set(arns) <= set(found) and all(found[each]["by"] for each in arns), listed


def near_miss(organization, account):
    """Where only records exempt, the tag on a volume exempts no instance; who asks the journal is told so."""
    plain = "  tag: SecurityException\n"
    text = (ROOT / "Playbooks" / "default.yaml").read_text()
    assert plain in text
    scene = Scene(organization, account)
    instance = scene.instance()
    scene.ec2.create_tags(Resources=scene.volumes(instance), Tags=[{"Key": "SecurityException", "Value": "Jira-7"}])
    with organization.playbook(text.replace(plain, plain + "  mode: strict\n  records: journal\n")):
        answer, _ = acts.isolated(scene, instance)
    operator = operator_of(organization)
    operator.take_role()
    shown = operator.json("journal", "show", answer["execution"])
    assert "there it exempts nothing" in str([each for each in shown if each["kind"] == "exception-judged"]), shown
