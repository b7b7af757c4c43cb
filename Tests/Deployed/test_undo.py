"""People take back what the deployed function did: `quell` with the operators' role and the function's journal."""
import pytest

from organization import HOME, OPERATOR_ROLE, REGIONS, SECURITY, SERVICE
from person import ROLES
from sandbox_process import ROOT


def answered(organization, name):
    before = len(organization.lines())
    [incident] = organization.ask("POST", "incidents", {"names": [name]})
    organization.settle()
    [answer] = organization.since(before, 1)
    assert answer["Outcome"] == "contained", answer
    return answer["execution"], incident["resources"]


def instance(organization, found):
    ec2 = organization.client("ec2", found["account"], found["region"])
    interfaces = ec2.describe_network_interfaces(NetworkInterfaceIds=list(found["interfaces"]))["NetworkInterfaces"]
    return {each["NetworkInterfaceId"]: [group["GroupId"] for group in each["Groups"]] for each in interfaces}


def user(organization, found):
    iam = organization.client("iam", found["account"])
    keys = iam.list_access_keys(UserName=found["user"])["AccessKeyMetadata"]
    policies = iam.list_attached_user_policies(UserName=found["user"])["AttachedPolicies"]
    return {each["Status"] for each in keys}, [each["PolicyName"] for each in policies if "quell" in each["PolicyArn"]]


def group(organization, found):
    ec2 = organization.client("ec2", found["account"], found["region"])
    [made] = ec2.describe_security_groups(GroupIds=[found["securityGroup"]])["SecurityGroups"]
    return sorted(each["CidrIp"] for permission in made["IpPermissions"] for each in permission["IpRanges"])


@pytest.mark.parametrize(
    ("name", "look", "before"),
    [
        ("two-interfaces", instance, lambda found: found["interfaces"]),
        ("row2-user", user, lambda found: ({"Active"}, [])),
        ("row6-open-group", group, None),
    ],
)
def test_what_the_function_did_is_taken_back(organization, operator, name, look, before):
    execution, found = answered(organization, name)
    contained = look(organization, found)
    shown = operator.json("journal", "show", execution)
    assert {"received", "planned", "intent", "observed", "concluded"} <= {each["kind"] for each in shown}
    listed = {each["execution"]: each for each in operator.json("journal", "list", "--limit", "5")}
    assert listed[execution]["outcome"] == "contained" and not listed[execution]["undone"]

    assert operator.json("undo", execution, "--dry-run", *ROLES)["outcome"] == "would-undo"
    assert look(organization, found) == contained
    assert operator.json("undo", execution, *ROLES)["outcome"] == "undone"
    now = look(organization, found)
    assert now == before(found) if before else "0.0.0.0/0" in now and now != contained
    assert operator.json("undo", execution, *ROLES)["outcome"] == "nothing-to-undo"

    listed = {each["execution"]: each for each in operator.json("journal", "list", "--limit", "5")}
    assert listed[execution]["undone"]
    verified = operator.json("journal", "verify")
    assert verified["entries"] > len(shown) and "firstBroken" not in verified, verified


def test_operators_do_not_act(organization, operator):
    done = operator.run("respond", "--playbook", str(ROOT / "Playbooks" / "default.yaml"), "--topic",
                        f"arn:aws:sns:{HOME}:{SECURITY}:Security_Alerts_quell-security", "-", *ROLES)
    assert done.returncode == 2  # There is no event on standard input.
    sts = organization.client("sts", SECURITY, keys=operator.keys)
    arn = f"arn:aws:iam::{SERVICE[0]}:role/quell/Security-IR-Role-ec2.isolate-instance"
    with pytest.raises(sts.exceptions.ClientError, match="AccessDenied"):
        sts.assume_role(RoleArn=arn, RoleSessionName="quell-me", ExternalId=f"quell:{SERVICE[0]}", SourceIdentity="quell-me")


def test_exceptions_are_listed_across_accounts_and_regions(organization, operator):
    """With the role for reading, and with who set the tag, as CloudTrail tells it."""
    wanted = set()
    for account, region in ((SERVICE[0], REGIONS[0]), (SERVICE[1], REGIONS[1])):
        ec2 = organization.client("ec2", account, region)
        group = ec2.create_security_group(GroupName=f"exempt-{account}", Description="x")["GroupId"]
        ec2.create_tags(Resources=[group], Tags=[{"Key": "SecurityException", "Value": "Jira-7"}])
        wanted.add((account, region, f"arn:aws:ec2:{region}:{account}:security-group/{group}"))
    accounts = [word for account in SERVICE for word in ("--account", account)]
    listed = operator.json("exceptions", "list", *accounts, "--regions", *REGIONS, *ROLES, journal=None)
    rows = {(each["account"], each["region"], each["resource"]): each for each in listed["exceptions"]}
    assert wanted <= set(rows)
    assert all(rows[each]["value"] == "Jira-7" for each in wanted)
    assert all(rows[each]["by"] for each in wanted), listed


@pytest.mark.parametrize("factor", [{}, {"code": "000000"}])
def test_the_role_is_not_taken_without_the_second_factor(organization, operator, factor):
    sts = organization.client("sts", SECURITY)
    given = {"SerialNumber": operator.serial, "TokenCode": factor["code"]} if factor else {}
    with pytest.raises(sts.exceptions.ClientError, match="AccessDenied"):
        sts.assume_role(RoleArn=OPERATOR_ROLE, RoleSessionName="person", **given)


@pytest.mark.parametrize(
    ("journal", "status", "words"),
    [
        ("dynamodb:no-such-table", 1, "no-such-table"),
        ("dynamodb:us-east-1/quell-journal", 1, "quell-journal"),
        ("dynamodb:", 2, "names no DynamoDB table"),
        ("dynamodb:a/b/c", 2, "names no DynamoDB table"),
        ("dynamodb:nowhere/quell-journal", 2, "nowhere"),
    ],
)
def test_a_journal_that_is_not_there_is_named(operator, journal, status, words):
    done = operator.run("journal", "list", journal=journal)
    assert done.returncode == status and words in done.stderr, done.stderr
