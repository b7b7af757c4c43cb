"""Exceptions of `mode: strict`: the tag is a claim, and only a record of approval makes it one that counts."""
import json
import stat
import subprocess

import pytest

TAG = "SecurityException"
LATER = "2099-01-01"
PLAYBOOK = """
quell: 1
exceptions: {{ mode: strict, value: "JIRA-*", {records} }}
rules:
  - name: isolate
    when: {{ source: [aws.guardduty] }}
    respond: [ec2.isolate-instance, notify]
"""


class Case:
    """One finding about an instance that carries the tag, and a playbook that asks for records."""

    def __init__(self, quell, records="records: journal", value="JIRA-1"):
        self.quell = quell
        [incident] = quell.sandbox.incident("two-interfaces")
        self.event, self.found = incident["event"], incident["resources"]
        self.ec2 = quell.sandbox.client("ec2", self.found["account"], self.found["region"])
        self.arn = f"arn:aws:ec2:{self.found['region']}:{self.found['account']}:instance/{self.found['instance']}"
        self.playbook = quell.write("playbook.yaml", PLAYBOOK.format(records=records))
        if value is not None:
            self.tag(TAG, value)

    def tag(self, key, value):
        self.ec2.create_tags(Resources=[self.found["instance"]], Tags=[{"Key": key, "Value": value}])

    def approve(self, *resources, id="JIRA-1", actions=("ec2.isolate-instance",), until=LATER, more=()):
        return self.quell.json(
            "exceptions", "approve", *(resources or [self.arn]), "--id", id, "--actions", *actions, "--until", until,
            "--reason", "A fragile database.", *more)

    def respond(self, outcome, expect=0):
        """The response; alerts that it sent are in `alerts`."""
        self.quell.sandbox.ask("DELETE", "calls")
        event = self.quell.write("event.json", [self.event])
        response = self.quell.json(
            "respond", "--playbook", self.playbook, "--topic", self.quell.sandbox.topic, event, expect=expect)[0]
        assert response["outcome"] == outcome, response
        calls = self.quell.sandbox.calls()
        self.alerts = sum(call["operation"] == "Publish" for call in calls)
        return response

    def is_isolated(self):
        answer = self.ec2.describe_network_interfaces(NetworkInterfaceIds=list(self.found["interfaces"]))
        groups = [group["GroupName"] for each in answer["NetworkInterfaces"] for group in each["Groups"]]
        return all(name.startswith("quell-") for name in groups)


def test_an_approved_exception_exempts(quell):
    case = Case(quell)
    case.approve()
    response = case.respond("exempt")
    assert "record JIRA-1, approved by" in response["why"] and "until 2099-01-01T00:00:00Z" in response["why"]
    [judgement] = response["exceptions"]
    assert (judgement["verdict"], judgement["record"]) == ("exempt", "JIRA-1")
    assert case.alerts == 1 and not case.is_isolated()
    assert quell.run("journal", "verify").returncode == 0
    kinds = [entry["kind"] for entry in quell.json("journal", "show", response["execution"])]
    assert "exception-judged" in kinds
    assert [entry["kind"] for entry in quell.json("journal", "show", "exceptions")] == ["exception-approved"]


def without_record(case):
    pass


def expired(case):
    playbook = PLAYBOOK.format(records="records: exceptions.json, max-age: 1h, keys: [" + make_key(case.quell) + "]")
    case.quell.write("playbook.yaml", playbook)
    write_signed(case, approved="2020-01-01T00:00:00Z", until="2098-01-01T00:00:00Z")


def wrong_resource(case):
    case.approve(case.arn[:-1] + ("0" if case.arn[-1] != "0" else "1"))


def wrong_action(case):
    case.approve(actions=["iam.block-principal"])


def wrong_finding(case):
    case.approve(more=["--findings", "Never:*"])


def bad_value(case):
    case.tag(TAG, "approved")


def revoked(case):
    case.approve()
    quell = case.quell
    assert quell.json("exceptions", "revoke", "JIRA-1", "--reason", "Over.")["revoked"] == "JIRA-1"
    assert quell.run("exceptions", "revoke", "JIRA-1", "--reason", "Over.").returncode == 2


@pytest.mark.parametrize("flaw, make", [
    ("no-record", without_record), ("expired", expired), ("wrong-resource", wrong_resource), ("wrong-action", wrong_action),
    ("wrong-finding", wrong_finding), ("bad-value", bad_value), ("revoked", revoked),
])
def test_an_invalid_exception_gives_no_immunity_and_an_alert_of_its_own(quell, flaw, make):
    case = Case(quell)
    make(case)
    response = case.respond("contained")
    assert [each["flaw"] for each in response["exceptions"]] == [flaw]
    assert case.alerts == 2 and case.is_isolated()
    sent = [entry for entry in quell.json("journal", "show", response["execution"]) if entry["kind"] == "planned"]
    subjects = [
        step["call"]["input"]["Subject"] for entry in sent for plan in entry["record"]["planned"]["_0"]["plans"]
        for step in plan["steps"] if "Subject" in step["call"]["input"]
    ]
    assert sum("unapproved-exception" in subject for subject in subjects) == 1, subjects
    assert quell.json("undo", response["execution"])["outcome"] == "undone"


def test_an_approval_whose_tag_is_gone_holds(quell):
    case = Case(quell, value=None)
    case.approve()
    response = case.respond("held", expect=3)
    assert "Record JIRA-1" in response["why"] and "is not there" in response["why"]
    assert case.alerts == 1 and not case.is_isolated()
    quell.json("exceptions", "revoke", "JIRA-1", "--reason", "The tag was taken away.")
    assert case.respond("contained") and case.is_isolated()


def test_a_near_miss_is_told_and_exempts_nothing(quell):
    case = Case(quell, value=None)
    case.tag("security-exception", "JIRA-1")
    [judgement] = case.respond("contained")["exceptions"]
    assert judgement["verdict"] == "near-miss" and '"security-exception"' in judgement["why"]
    assert case.alerts == 1


def test_a_tag_on_an_interface_is_told_and_exempts_nothing(quell):
    case = Case(quell, value=None)
    interface = list(case.found["interfaces"])[0]
    case.ec2.create_tags(Resources=[interface], Tags=[{"Key": TAG, "Value": "JIRA-1"}])
    [judgement] = case.respond("contained")["exceptions"]
    assert judgement["verdict"] == "near-miss" and interface in judgement["why"]


def make_key(quell):
    done = quell.run("exceptions", "key", "--out", "approver.pem")
    assert done.returncode == 0, done.stderr
    assert stat.S_IMODE((quell.folder / "approver.pem").stat().st_mode) == 0o600
    return done.stdout.strip()


def write_signed(case, **change):
    record = {
        "id": "JIRA-1", "resources": [case.arn], "actions": ["*"], "approved": "2026-01-01T00:00:00Z",
        "until": "2099-01-01T00:00:00Z", "approver": "alice", "reason": "A fragile database.", **change}
    case.quell.write("exceptions.json", {"quell-exceptions": 1, "records": [record]})
    done = case.quell.run("exceptions", "sign", "exceptions.json", "--key", "approver.pem")
    assert done.returncode == 0, done.stderr


def test_a_signed_file_is_read_when_it_is_needed(quell):
    key = make_key(quell)
    case = Case(quell, f"records: exceptions.json, keys: [{key}]")
    gone = case.respond("held", expect=3)
    assert "cannot be known" in gone["why"] and "exceptions.json" in gone["why"]
    quell.json(
        "exceptions", "add", case.arn, "--file", "exceptions.json", "--id", "JIRA-1", "--actions", "*", "--until", "30d",
        "--approver", "alice", "--reason", "A fragile database.", "--key", "approver.pem")
    [record] = quell.json("exceptions", "verify", "--playbook", case.playbook)
    assert (record["id"], record["approver"]) == ("JIRA-1", "alice")
    assert "approved by alice" in case.respond("exempt")["why"]


@pytest.mark.parametrize("how, flaw", [("changed", "bad-signature"), ("stranger", "bad-signature"), ("unsigned", "unsigned")])
def test_what_is_not_signed_by_a_key_of_the_playbook_counts_for_nothing(quell, how, flaw):
    key = make_key(quell)
    case = Case(quell, f"records: exceptions.json, keys: [{key}]")
    write_signed(case)
    if how == "changed":
        path = quell.folder / "exceptions.json"
        path.write_text(path.read_text().replace("alice", "mallory"))
    elif how == "stranger":
        (quell.folder / "approver.pem").unlink()
        make_key(quell)
        write_signed(case)
    else:
        (quell.folder / "exceptions.json.sig").unlink()
    assert quell.run("exceptions", "verify", "--playbook", case.playbook).returncode == 1
    assert quell.run("synth", "--playbook", case.playbook, "--out", "out").returncode == 2
    [judgement] = case.respond("contained")["exceptions"]
    assert judgement["flaw"] == flaw and case.alerts == 2


def test_openssl_signs_as_well(quell):
    subprocess.run(["openssl", "genpkey", "-algorithm", "ed25519", "-out", quell.folder / "o.pem"], check=True)
    public = subprocess.run(
        ["openssl", "pkey", "-in", quell.folder / "o.pem", "-pubout"], check=True, capture_output=True, text=True).stdout
    case = Case(quell, f"records: exceptions.json, keys: [{public.splitlines()[1]}]")
    make_key(quell)
    write_signed(case)
    signature = subprocess.run(
        "openssl pkeyutl -sign -rawin -inkey o.pem -in exceptions.json | base64 -w0", shell=True, check=True,
        capture_output=True, cwd=quell.folder, text=True).stdout
    quell.write("exceptions.json.sig", signature)
    case.respond("exempt")


def test_the_compiled_playbook_takes_the_records_along(quell):
    key = make_key(quell)
    case = Case(quell, f"records: exceptions.json, keys: [{key}]")
    write_signed(case)
    done = quell.run("check", "--compiled", "playbook.json", case.playbook)
    assert done.returncode == 0, done.stderr
    compiled = json.loads((quell.folder / "playbook.json").read_text())
    assert compiled["strictExceptions"]["document"] == (quell.folder / "exceptions.json").read_text()
    assert compiled["strictExceptions"]["signature"] == (quell.folder / "exceptions.json.sig").read_text()


def group_of(case, version_tag):
    """An Auto Scaling group in the account of the finding whose template tags what it launches; its instance."""
    name = f"group-{case.found['instance']}"
    template = case.ec2.create_launch_template(
        LaunchTemplateName=name,
        LaunchTemplateData={
            "ImageId": "ami-12c6146b", "InstanceType": "t3.micro",
            "TagSpecifications": [{"ResourceType": "instance", "Tags": [{"Key": TAG, "Value": version_tag}]}]},
    )["LaunchTemplate"]
    scaling = case.quell.sandbox.client("autoscaling", case.found["account"], case.found["region"])
    scaling.create_auto_scaling_group(
        AutoScalingGroupName=name, MinSize=1, MaxSize=1, DesiredCapacity=1,
        AvailabilityZones=[case.found["region"] + "a"], LaunchTemplate={"LaunchTemplateId": template["LaunchTemplateId"]})
    [group] = scaling.describe_auto_scaling_groups(AutoScalingGroupNames=[name])["AutoScalingGroups"]
    return group["AutoScalingGroupARN"], group["Instances"][0]["InstanceId"]


def test_what_a_launch_template_tags_needs_an_approval_of_its_group(quell):
    case = Case(quell, value=None)
    group, instance = group_of(case, "JIRA-1")
    tags = case.ec2.describe_tags(Filters=[{"Name": "resource-id", "Values": [instance]}])["Tags"]
    assert {"aws:autoscaling:groupName", TAG} <= {tag["Key"] for tag in tags}
    case.quell.json("exceptions", "approve", group, "--id", "JIRA-1", "--actions", "*", "--until", LATER, "--reason", "Group.")
    listed = listing(case)
    [row] = [row for row in listed["exceptions"] if row["resource"].endswith(instance)]
    assert row["valid"] and row["record"] == "JIRA-1"
    case.quell.json("exceptions", "revoke", "JIRA-1", "--reason", "Over.")
    case.approve()
    [row] = [row for row in listing(case)["exceptions"] if row["resource"].endswith(instance)]
    assert not row["valid"] and row["invalid"] == "its approval is for another resource"


def listing(case, *more):
    return case.quell.json(
        "exceptions", "list", "--playbook", case.playbook, "--account", case.found["account"], "--regions",
        case.found["region"], "--no-cloudtrail", *more)


def test_the_list_says_which_exceptions_are_valid_and_what_ends_soon(quell):
    case = Case(quell)
    case.approve(until="10d")
    case.approve("arn:aws:s3:::elsewhere", id="JIRA-9", until="20d")
    found = listing(case)
    [row] = [row for row in found["exceptions"] if row["resource"] == case.arn]
    assert (row["record"], row["valid"]) == ("JIRA-1", True) and row["expires"].endswith("Z")
    assert [each["record"] for each in found["expiring"]] == ["JIRA-1"]
    shown = quell.run(
        "exceptions", "list", "--playbook", case.playbook, "--account", case.found["account"], "--regions",
        case.found["region"], "--no-cloudtrail").stdout
    assert "RECORD" in shown and "VALID" in shown and "EXPIRES" in shown and "Approvals that end within 14 days:" in shown
    table = quell.run(
        "exceptions", "list", "--playbook", case.playbook, "--account", case.found["account"], "--regions",
        case.found["region"], "--no-cloudtrail", "--output", "csv").stdout
    assert table.splitlines()[0].endswith(",exempt,record,expires")


@pytest.mark.parametrize("change, words", [
    (["--actions", "ec2.isolate"], "There is no action"), (["--until", "2001-01-01"], "is past"),
    (["--until", "soon"], "is no time"), (["--id", ""], "1 to 256"),
])
def test_an_approval_that_makes_no_sense_is_refused(quell, change, words):
    given = {"--id": "JIRA-1", "--actions": "*", "--until": LATER, "--reason": "x", **dict([change])}
    arguments = [part for pair in given.items() for part in pair]
    done = quell.run("exceptions", "approve", "arn:aws:s3:::b", *arguments)
    assert done.returncode == 2 and words in done.stderr, done.stderr
    assert quell.run("exceptions", "approve", "bucket", "--id", "x", "--actions", "*", "--until", LATER, "--reason", "x").returncode == 2
