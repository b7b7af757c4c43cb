"""An undo gives back exactly what was, refuses where somebody else has changed things, and says so."""


def instance_of(quell, incident):
    found = incident["resources"]
    ec2 = quell.sandbox.client("ec2", found["account"], found["region"])
    instance = ec2.describe_instances(InstanceIds=[found["instance"]])["Reservations"][0]["Instances"][0]
    protection = ec2.describe_instance_attribute(InstanceId=found["instance"], Attribute="disableApiTermination")
    return instance, protection["DisableApiTermination"]


def test_the_instance_is_exactly_as_before(quell):
    for name in ("two-interfaces", "balanced-instance"):
        [incident] = quell.sandbox.incident(name)
        before = instance_of(quell, incident)
        [response] = quell.respond(incident["event"])
        assert response["undoable"] and instance_of(quell, incident) != before
        undone = quell.json("undo", response["execution"])
        assert undone["outcome"] == "undone"
        assert instance_of(quell, incident) == before
        assert quell.json("undo", response["execution"])["outcome"] == "nothing-to-undo"


def test_a_user_is_unblocked(quell):
    [incident] = quell.sandbox.incident("row2-user")
    found = incident["resources"]
    iam = quell.sandbox.client("iam", found["account"])
    before = iam.list_attached_user_policies(UserName=found["user"])["AttachedPolicies"]
    [response] = quell.respond(incident["event"])
    assert {k["Status"] for k in iam.list_access_keys(UserName=found["user"])["AccessKeyMetadata"]} == {"Inactive"}
    assert quell.json("undo", response["execution"])["outcome"] == "undone"
    assert iam.list_attached_user_policies(UserName=found["user"])["AttachedPolicies"] == before
    assert {k["Status"] for k in iam.list_access_keys(UserName=found["user"])["AccessKeyMetadata"]} == {"Active"}


def test_a_change_by_somebody_else_is_not_overwritten(quell):
    [incident] = quell.sandbox.incident("row1-isolate-ec2")
    found = incident["resources"]
    ec2 = quell.sandbox.client("ec2", found["account"], found["region"])
    [response] = quell.respond(incident["event"])
    forensic = ec2.create_security_group(GroupName=f"forensic-{found['instance']}", Description="x", VpcId=found["vpc"])["GroupId"]
    [interface] = found["interfaces"]
    ec2.modify_network_interface_attribute(NetworkInterfaceId=interface, Groups=[forensic])
    before = instance_of(quell, incident)
    refused = quell.json("undo", response["execution"], expect=3)
    assert refused["outcome"] == "refused" and instance_of(quell, incident) == before
    [conflict] = refused["conflicts"]
    assert conflict["live"] == [forensic] and conflict["before"] == found["interfaces"][interface]
    text = quell.run("undo", response["execution"])
    assert text.returncode == 3 and forensic in text.stdout and "--force" in text.stdout
    assert quell.json("undo", response["execution"], "--force")["outcome"] == "undone"
    [now] = ec2.describe_network_interfaces(NetworkInterfaceIds=[interface])["NetworkInterfaces"]
    assert [group["GroupId"] for group in now["Groups"]] == found["interfaces"][interface]


def test_a_dry_run_shows_what_would_be_taken_back_and_changes_nothing(quell):
    [incident] = quell.sandbox.incident("row1-isolate-ec2")
    [response] = quell.respond(incident["event"])
    before = instance_of(quell, incident), quell.json("journal", "show", response["execution"])
    shown = quell.json("undo", response["execution"], "--dry-run")
    assert shown["outcome"] == "would-undo"
    assert any("ModifyNetworkInterfaceAttribute" in sentence for sentence in shown["wouldUndo"])
    assert (instance_of(quell, incident), quell.json("journal", "show", response["execution"])) == before
    assert "dry run" in quell.run("undo", response["execution"], "--dry-run").stdout
    assert quell.json("undo", response["execution"])["outcome"] == "undone"
    assert quell.json("undo", response["execution"], "--dry-run")["outcome"] == "nothing-to-undo"


def test_what_was_taken_back_is_not_contained_again_unless_asked(quell):
    [incident] = quell.sandbox.incident("row1-isolate-ec2")
    [response] = quell.respond(incident["event"])
    quell.json("undo", response["execution"])
    [repeat] = quell.respond(incident["event"])
    assert repeat["outcome"] == "duplicate" and "--again" in repeat["why"]
    [again] = quell.respond(incident["event"], more=["--again"])
    assert again["outcome"] == "contained" and again["execution"] != response["execution"]
