"""`quell exceptions list`: what carries the tag, whose word it is, and what cannot be read."""
import csv
import io
import uuid

import pytest

ONE, TWO, THREE = "111111111111", "222222222222", "333333333333"
REGIONS = ("eu-central-1", "us-east-1")


@pytest.fixture
def tag():
    """A key of its own for each test, since they share one sandbox."""
    return f"Exempt{uuid.uuid4().hex[:8]}"


def instance(sandbox, account, region, key, value):
    ec2 = sandbox.client("ec2", account, region)
    [made] = ec2.run_instances(ImageId="ami-12c6146b", MinCount=1, MaxCount=1)["Instances"]
    ec2.create_tags(Resources=[made["InstanceId"]], Tags=[{"Key": key, "Value": value}])
    return f"arn:aws:ec2:{region}:{account}:instance/{made['InstanceId']}"


def role(sandbox, account, key, value):
    iam = sandbox.client("iam", account, "us-east-1")
    name = f"role-{uuid.uuid4().hex[:8]}"
    made = iam.create_role(RoleName=name, Path="/team/", AssumeRolePolicyDocument='{"Version":"2012-10-17","Statement":[]}')
    iam.tag_role(RoleName=name, Tags=[{"Key": key, "Value": value}])
    return made["Role"]["Arn"]


def audit(quell, tag, *more, expect=0):
    return quell.json("exceptions", "list", "--tag", tag, "--regions", *REGIONS, *more, expect=expect)


def test_accounts_regions_and_iam(quell, sandbox, tag):
    first = instance(sandbox, ONE, "eu-central-1", tag, "Jira-1")
    second = instance(sandbox, TWO, "us-east-1", tag, "Jira-2")
    third = role(sandbox, TWO, tag, "Jira-3")
    miss = role(sandbox, ONE, tag.lower(), "Jira-4")
    instance(sandbox, ONE, "eu-central-1", tag + "x", "other")
    found = audit(quell, tag, "--account", ONE, "--account", TWO)
    rows = {row["resource"]: row for row in found["exceptions"]}
    assert set(rows) == {first, second, third}
    assert (rows[second]["account"], rows[second]["region"], rows[second]["value"]) == (TWO, "us-east-1", "Jira-2")
    assert rows[third]["region"] == "global"
    for row in rows.values():
        assert row["by"].endswith(":assumed-role/Security-IR-Role/test") and row["since"].endswith("Z")
    assert [row["resource"] for row in found["nearMisses"]] == [miss]
    assert found["unread"] == []


def test_nothing_carries_the_tag(quell, tag):
    done = quell.run("exceptions", "list", "--tag", tag, "--account", ONE, "--regions", "eu-central-1")
    assert done.returncode == 0 and f"No resource of 1 account carries the tag {tag}." in done.stdout


def test_an_account_that_cannot_be_read_is_told(quell, sandbox, tag):
    arn = instance(sandbox, ONE, "eu-central-1", tag, "Jira-1")
    done = quell.run(
        "exceptions", "list", "--tag", tag, "--account", ONE, "--account", "555555555555", "--regions", "eu-central-1"
    )
    assert done.returncode == 3 and arn in done.stdout
    assert "Account 555555555555 could not be read" in done.stderr and "cannot be assumed" in done.stderr
    found = audit(quell, tag, "--account", "555555555555", expect=3)
    assert [(each["account"], each["region"]) for each in found["unread"]] == [("555555555555", None)]


def test_the_organization_and_what_is_left_out(quell, sandbox, tag):
    arns = {instance(sandbox, account, "eu-central-1", tag, "x") for account in (ONE, THREE)}
    found = audit(quell, tag, "--organization")
    assert {row["resource"] for row in found["exceptions"]} == arns and found["accounts"] == 4
    assert [each["state"] for each in found["leftOut"]] == ["SUSPENDED"]


def test_csv_is_safe_to_open(quell, sandbox, tag):
    instance(sandbox, ONE, "eu-central-1", tag, '=HYPERLINK("http://x"),1')
    done = quell.run(
        "exceptions", "list", "--tag", tag, "--account", ONE, "--regions", "eu-central-1", "--output", "csv", "--no-cloudtrail"
    )
    assert done.returncode == 0, done.stderr
    [row] = csv.DictReader(io.StringIO(done.stdout))
    assert row["value"] == '\'=HYPERLINK("http://x"),1' and row["exempt"] == "yes" and row["since"] == ""


def test_bad_usage(quell):
    for arguments in ([], ["--account", "1"], ["--account", ONE, "--organization"], ["--account", ONE, "--regions", "nowhere"]):
        assert quell.run("exceptions", "list", *arguments).returncode == 2, arguments
