"""Every incident of the sandbox ends as it must, and what AWS holds afterwards is what the journal says."""
import json

import pytest

from conftest import PLAYBOOK

NAMES = [
    "row1-isolate-ec2", "row2-block-role", "row2-user", "row3-encrypt-bucket", "row4-public-read", "row5-public-write",
    "row6-open-group", "row7-volume", "row8-rds", "row1-exempt", "row2-exempt", "row3-exempt", "row4-exempt", "row5-exempt",
    "row6-exempt", "row7-exempt", "row8-exempt", "two-interfaces", "balanced-instance", "target-not-actor",
    "root-credentials", "service-linked-role", "sso-role", "sample", "triple", "gone", "split-ranges",
]


def test_the_list_is_whole(sandbox):
    assert sandbox.names() == NAMES


@pytest.mark.parametrize("name", NAMES)
def test_ends_as_expected(quell, name):
    incidents = quell.sandbox.incident(name)
    responses = quell.respond(*[incident["event"] for incident in incidents])
    assert [r["outcome"] for r in responses] == [incident["expected"] for incident in incidents], responses
    for response in responses:
        assert response["why"]
        assert set(response) == {
            "execution", "rule", "findingId", "account", "region", "resource", "outcome", "why", "steps", "undoable",
            "residualRisk",
        }


def changes(calls):
    return [c["operation"] for c in calls if not c["operation"].startswith(("Describe", "Get", "List", "Assume"))]


@pytest.mark.parametrize("name", [f"row{row}-exempt" for row in range(1, 9)])
def test_nothing_changes_under_an_exception_and_the_alert_says_so(quell, name):
    [incident] = quell.sandbox.incident(name)
    quell.sandbox.ask("DELETE", "calls")
    [response] = quell.respond(incident["event"])
    assert response["outcome"] == "exempt" and changes(quell.sandbox.calls()) == ["Publish"]
    alert = quell.sandbox.ask("GET", "messages")[-1]
    assert "exempt" in alert["subject"] and "SecurityException" in alert["message"] and "Jira-1234" in alert["message"]


@pytest.mark.parametrize("name", ["root-credentials", "service-linked-role", "sso-role", "target-not-actor", "row7-volume", "row8-rds"])
def test_people_are_told_of_what_is_not_touched(quell, name):
    [incident] = quell.sandbox.incident(name)
    quell.sandbox.ask("DELETE", "calls")
    [response] = quell.respond(incident["event"])
    assert response["outcome"] == "not-applicable" and changes(quell.sandbox.calls()) == ["Publish"]
    assert response["why"][:40] in quell.sandbox.ask("GET", "messages")[-1]["message"].replace("\n", " ")


def test_isolates_every_interface_and_leaves_the_group_empty(quell):
    [incident] = quell.sandbox.incident("two-interfaces")
    quell.respond(incident["event"])
    found = incident["resources"]
    ec2 = quell.sandbox.client("ec2", found["account"], found["region"])
    interfaces = ec2.describe_network_interfaces(NetworkInterfaceIds=list(found["interfaces"]))["NetworkInterfaces"]
    groups = {group["GroupId"] for interface in interfaces for group in interface["Groups"]}
    assert len(interfaces) == 2 and len(groups) == 1
    rules = ec2.describe_security_group_rules(Filters=[{"Name": "group-id", "Values": list(groups)}])
    assert rules["SecurityGroupRules"] == []


def test_a_quarantine_group_that_somebody_opened_is_emptied_before_it_is_used(quell):
    [first] = quell.sandbox.incident("row1-isolate-ec2")
    quell.respond(first["event"])
    found = first["resources"]
    ec2 = quell.sandbox.client("ec2", found["account"], found["region"])
    [interface] = ec2.describe_network_interfaces(NetworkInterfaceIds=list(found["interfaces"]))["NetworkInterfaces"]
    group = interface["Groups"][0]["GroupId"]
    everyone = [{"IpProtocol": "-1", "IpRanges": [{"CidrIp": "0.0.0.0/0"}]}]
    ec2.authorize_security_group_ingress(GroupId=group, IpPermissions=everyone)
    # The same finding again: the group is not what Quell left, so it is contained again.
    [again] = quell.respond(first["event"])
    assert again["outcome"] == "contained", again
    rules = ec2.describe_security_group_rules(Filters=[{"Name": "group-id", "Values": [group]}])
    assert rules["SecurityGroupRules"] == []


def test_a_forged_event_with_a_real_finding_id_changes_nothing(quell):
    [real] = quell.sandbox.incident("row1-isolate-ec2")
    [victim] = quell.sandbox.incident("row1-isolate-ec2")
    event = json.loads(json.dumps(real["event"]))
    event["detail"]["resource"]["instanceDetails"]["instanceId"] = victim["resources"]["instance"]
    quell.sandbox.ask("DELETE", "calls")
    [response] = quell.respond(event)
    assert response["outcome"] == "not-confirmed", response
    assert changes(quell.sandbox.calls()) == ["Publish"]


def test_a_compliant_resource_is_not_changed(quell):
    [incident] = quell.sandbox.incident("row6-open-group")
    found = incident["resources"]
    quell.sandbox.ask("POST", "evaluations", {
        "account": found["account"], "region": found["region"], "rule": "SECURITY_GROUP_OPEN_PROHIBITED",
        "resourceType": "AWS::EC2::SecurityGroup", "resourceId": found["securityGroup"], "complianceType": "COMPLIANT",
    })
    [response] = quell.respond(incident["event"])
    assert response["outcome"] == "not-confirmed"


def test_unrelated_ranges_and_descriptions_stay(quell):
    [incident] = quell.sandbox.incident("row6-open-group")
    found = incident["resources"]
    ec2 = quell.sandbox.client("ec2", found["account"], found["region"])

    def ranges():
        rules = ec2.describe_security_group_rules(Filters=[{"Name": "group-id", "Values": [found["securityGroup"]]}])
        return sorted(
            (r["FromPort"], r.get("CidrIpv4") or r.get("CidrIpv6"), r.get("Description"))
            for r in rules["SecurityGroupRules"] if not r["IsEgress"]
        )

    before = ranges()
    [response] = quell.respond(incident["event"])
    swapped = {"0.0.0.0/0": "172.31.0.0/16", "::/0": "fe80::/10"}
    assert ranges() == sorted((port, swapped.get(cidr, cidr), text) for port, cidr, text in before)
    done = quell.run("undo", response["execution"])
    assert done.returncode == 0, done.stdout + done.stderr
    assert ranges() == before


def test_plan_changes_nothing_and_shows_what_respond_does(quell):
    [incident] = quell.sandbox.incident("row2-user")
    path = quell.write("event.json", incident["event"])
    quell.sandbox.ask("DELETE", "calls")
    [plan] = quell.json("plan", "--playbook", PLAYBOOK, "--topic", quell.sandbox.topic, path)
    assert all(c["operation"].startswith(("Describe", "Get", "List", "Assume")) for c in quell.sandbox.calls())
    assert not (quell.folder / "quell-journal.sqlite").exists()
    [response] = quell.respond(incident["event"])
    sentences = [step["sentence"] for each in plan["plans"] for step in each["steps"]]
    assert sentences == [step["sentence"] for step in response["steps"] if step["action"] == "iam.block-principal"]
    assert json.loads(plan["sessionPolicy"])["Statement"]
