"""What the options of ec2.isolate-instance add to an isolation, and that an undo still gives everything back."""
import pytest

PLAYBOOK = """
quell: 1
rules:
  - name: isolate
    when: { source: [aws.guardduty] }
    respond:
      - ec2.isolate-instance: { cut-live-flows: transit, snapshot: true, stop: true }
      - notify
"""


def respond(quell, event, expect=0):
    playbook = quell.write("playbook.yaml", PLAYBOOK)
    path = quell.write("event.json", [event])
    return quell.json("respond", "--playbook", playbook, "--topic", quell.sandbox.topic, path, expect=expect)[0]


def state_of(ec2, found):
    interfaces = ec2.describe_network_interfaces(NetworkInterfaceIds=list(found["interfaces"]))["NetworkInterfaces"]
    instance = ec2.describe_instances(InstanceIds=[found["instance"]])["Reservations"][0]["Instances"][0]
    groups = {i["NetworkInterfaceId"]: sorted(g["GroupId"] for g in i["Groups"]) for i in interfaces}
    return groups, instance["State"]["Name"], instance.get("Tags", [])


def test_passes_through_transit_keeps_snapshots_and_stops(quell):
    [incident] = quell.sandbox.incident("two-interfaces")
    found = incident["resources"]
    ec2 = quell.sandbox.client("ec2", found["account"], found["region"])
    before = state_of(ec2, found)
    quell.sandbox.ask("DELETE", "calls")
    response = respond(quell, incident["event"])
    assert response["outcome"] == "contained", response
    named = {g["GroupName"]: g["GroupId"] for g in ec2.describe_security_groups(
        Filters=[{"Name": "vpc-id", "Values": [found["vpc"]]}])["SecurityGroups"]}
    quarantine, transit = named["quell-quarantine"], named["quell-transit"]
    groups, state, _ = state_of(ec2, found)
    assert groups == {interface: [quarantine] for interface in found["interfaces"]} and state == "stopped"
    rules = ec2.describe_security_group_rules(Filters=[{"Name": "group-id", "Values": [quarantine, transit]}])
    assert {(r["GroupId"], r["IsEgress"], r["CidrIpv4"]) for r in rules["SecurityGroupRules"]} == {
        (transit, True, "0.0.0.0/0"), (transit, False, "0.0.0.0/0")}
    snapshots = ec2.describe_snapshots(
        OwnerIds=["self"], Filters=[{"Name": "tag:quell:execution", "Values": [response["execution"]]}])["Snapshots"]
    instance = ec2.describe_instances(InstanceIds=[found["instance"]])["Reservations"][0]["Instances"][0]
    volumes = [mapping["Ebs"]["VolumeId"] for mapping in instance["BlockDeviceMappings"]]
    assert sorted(s["VolumeId"] for s in snapshots) == sorted(volumes) != []
    undone = quell.json("undo", response["execution"])
    assert undone["outcome"] == "undone", undone
    assert state_of(ec2, found) == before


@pytest.mark.parametrize("operation", ["CreateSecurityGroup", "AuthorizeSecurityGroupIngress"])
def test_what_fails_on_the_way_through_transit_leaves_the_instance_isolated(quell, operation):
    [first] = quell.sandbox.incident("row1-isolate-ec2")
    quell.respond(first["event"])  # makes the quarantine group
    quell.run("undo", quell.json("journal", "list")[0]["execution"])
    found = first["resources"]
    ec2 = quell.sandbox.client("ec2", found["account"], found["region"])
    before = state_of(ec2, found)
    quell.sandbox.fault(operation=operation, count=9, status=403, code="UnauthorizedOperation")
    response = respond(quell, first["event"], expect=3)
    assert response["outcome"] == "partial" and "UnauthorizedOperation" in response["why"], response
    groups, state, _ = state_of(ec2, found)
    [group] = {group for each in groups.values() for group in each}
    [described] = ec2.describe_security_groups(GroupIds=[group])["SecurityGroups"]
    assert described["GroupName"] == "quell-quarantine" and described["IpPermissionsEgress"] == []
    assert state == "stopped"
    assert quell.json("undo", response["execution"])["outcome"] == "undone"
    assert state_of(ec2, found) == before
