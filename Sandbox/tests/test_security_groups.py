from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import pytest
from botocore.exceptions import ClientError
from conftest import Cloud, launch, refused


def tcp(port: int = 22, *cidrs: str, **more: object) -> dict:
    ranges = [{"CidrIp": each, "Description": f"from {each}"} for each in cidrs]
    return {"IpProtocol": "tcp", "FromPort": port, "ToPort": port, **({"IpRanges": ranges} if ranges else {}), **more}


def rules(cloud: Cloud, group: str, egress: bool = False) -> list[dict]:
    describe = cloud.member("ec2").describe_security_group_rules
    found = describe(Filters=[{"Name": "group-id", "Values": [group]}])["SecurityGroupRules"]
    return [each for each in found if each["IsEgress"] == egress]


def test_a_new_group_lets_everything_out_and_nothing_in(cloud: Cloud, group: str) -> None:
    assert rules(cloud, group) == []
    (out,) = rules(cloud, group, egress=True)
    assert (out["IpProtocol"], out["CidrIpv4"], out["FromPort"], out["ToPort"]) == ("-1", "0.0.0.0/0", -1, -1)


def test_the_rules_of_a_group_can_be_removed_by_id_until_it_is_empty(cloud: Cloud, group: str) -> None:
    ec2 = cloud.member("ec2")
    (out,) = rules(cloud, group, egress=True)
    ec2.revoke_security_group_egress(GroupId=group, SecurityGroupRuleIds=[out["SecurityGroupRuleId"]])
    assert rules(cloud, group, egress=True) == []
    assert ec2.describe_security_groups(GroupIds=[group])["SecurityGroups"][0]["IpPermissionsEgress"] == []


def test_descriptions_and_rule_ids_are_kept(cloud: Cloud, group: str) -> None:
    ec2 = cloud.member("ec2")
    permission = tcp(22, "0.0.0.0/0", "10.0.0.0/8", Ipv6Ranges=[{"CidrIpv6": "::/0", "Description": "six"}])
    made = ec2.authorize_security_group_ingress(GroupId=group, IpPermissions=[permission, tcp(443, "10.0.0.0/8")])
    assert len(made["SecurityGroupRules"]) == 4
    found = {each["SecurityGroupRuleId"]: each for each in rules(cloud, group)}
    for each in made["SecurityGroupRules"]:
        assert found[each["SecurityGroupRuleId"]]["Description"] == each["Description"]
    assert {each.get("CidrIpv6") for each in found.values()} == {None, "::/0"}
    world = next(key for key, each in found.items() if each.get("CidrIpv4") == "0.0.0.0/0")
    ec2.revoke_security_group_ingress(GroupId=group, SecurityGroupRuleIds=[world])
    assert {each["SecurityGroupRuleId"] for each in rules(cloud, group)} == set(found) - {world}


def test_prefix_lists_and_groups_can_be_peers(cloud: Cloud, group: str) -> None:
    ec2 = cloud.member("ec2")
    make = ec2.create_managed_prefix_list
    prefix = make(PrefixListName="office", MaxEntries=2, AddressFamily="IPv4")["PrefixList"]["PrefixListId"]
    permission = tcp(
        PrefixListIds=[{"PrefixListId": prefix, "Description": "list"}],
        UserIdGroupPairs=[{"GroupId": group, "Description": "itself"}],
    )
    ec2.authorize_security_group_ingress(GroupId=group, IpPermissions=[permission])
    found = rules(cloud, group)
    assert {each["Description"] for each in found} == {"list", "itself"}
    assert any(each.get("PrefixListId") == prefix for each in found)
    assert any(each.get("ReferencedGroupInfo", {}).get("GroupId") == group for each in found)
    described = ec2.describe_security_groups(GroupIds=[group])["SecurityGroups"][0]["IpPermissions"][0]
    assert described["PrefixListIds"] == [{"PrefixListId": prefix, "Description": "list"}]
    with refused("InvalidPermission.Duplicate"):
        ec2.authorize_security_group_ingress(GroupId=group, IpPermissions=[tcp(UserIdGroupPairs=[{"GroupId": group}])])
    ec2.revoke_security_group_ingress(
        GroupId=group,
        IpPermissions=[tcp(UserIdGroupPairs=[{"GroupId": group}], PrefixListIds=[{"PrefixListId": prefix}])],
    )
    assert rules(cloud, group) == []
    with refused("InvalidPrefixListID.NotFound"):
        missing = tcp(PrefixListIds=[{"PrefixListId": "pl-0123456789abcdef0"}])
        ec2.authorize_security_group_ingress(GroupId=group, IpPermissions=[missing])


def test_a_duplicate_refuses_the_whole_call(cloud: Cloud, group: str) -> None:
    ec2 = cloud.member("ec2")
    ec2.authorize_security_group_ingress(GroupId=group, IpPermissions=[tcp(22, "10.0.0.0/8")])
    same = {"IpProtocol": "tcp", "FromPort": 22, "ToPort": 22, "IpRanges": [{"CidrIp": "10.9.9.9/8"}]}
    with refused("InvalidPermission.Duplicate", 400):
        ec2.authorize_security_group_ingress(GroupId=group, IpPermissions=[tcp(80, "10.0.0.0/8"), same])
    assert [each["FromPort"] for each in rules(cloud, group)] == [22]
    with refused("InvalidPermission.Duplicate"):
        everything = {"IpProtocol": "-1", "IpRanges": [{"CidrIp": "0.0.0.0/0"}]}
        ec2.authorize_security_group_egress(GroupId=group, IpPermissions=[everything])


def test_a_missing_rule_refuses_the_whole_call(cloud: Cloud, group: str) -> None:
    ec2 = cloud.member("ec2")
    ec2.authorize_security_group_ingress(GroupId=group, IpPermissions=[tcp(22, "10.0.0.0/8")])
    with refused("InvalidPermission.NotFound", 400):
        permissions = [tcp(22, "10.0.0.0/8"), tcp(22, "10.0.0.0/16")]
        ec2.revoke_security_group_ingress(GroupId=group, IpPermissions=permissions)
    with refused("InvalidSecurityGroupRuleId.NotFound"):
        ec2.revoke_security_group_ingress(GroupId=group, SecurityGroupRuleIds=["sgr-0123456789abcdef0"])
    assert len(rules(cloud, group)) == 1


def test_a_modified_rule_keeps_its_id(cloud: Cloud, group: str) -> None:
    ec2 = cloud.member("ec2")
    permissions = [tcp(22, "0.0.0.0/0", "172.31.0.0/16", Ipv6Ranges=[{"CidrIpv6": "::/0", "Description": "six"}])]
    ec2.authorize_security_group_ingress(GroupId=group, IpPermissions=permissions)
    by_peer = {each.get("CidrIpv4") or each["CidrIpv6"]: each["SecurityGroupRuleId"] for each in rules(cloud, group)}

    def modify(peer: str, **wanted: object) -> None:
        rule = {"IpProtocol": "tcp", "FromPort": 22, "ToPort": 22, **wanted}
        update = {"SecurityGroupRuleId": by_peer[peer], "SecurityGroupRule": rule}
        ec2.modify_security_group_rules(GroupId=group, SecurityGroupRules=[update])

    modify("0.0.0.0/0", CidrIpv4="10.1.2.3/16", Description="kept")
    modify("::/0", CidrIpv6="fe80::/10")
    now = {each["SecurityGroupRuleId"]: each for each in rules(cloud, group)}
    assert now[by_peer["0.0.0.0/0"]]["CidrIpv4"] == "10.1.0.0/16"
    assert now[by_peer["0.0.0.0/0"]]["Description"] == "kept"
    assert now[by_peer["::/0"]]["CidrIpv6"] == "fe80::/10"
    assert "Description" not in now[by_peer["::/0"]]
    with refused("InvalidPermission.Duplicate"):
        modify("0.0.0.0/0", CidrIpv4="172.31.0.0/16")
    with refused("InvalidParameterValue"):
        modify("0.0.0.0/0", CidrIpv6="::/0")
    with refused("MissingParameter"):
        modify("0.0.0.0/0")
    modify("0.0.0.0/0", IpProtocol="-1", FromPort=-1, ToPort=-1, CidrIpv4="10.0.0.0/8")
    ranges = ec2.describe_security_groups(GroupIds=[group])["SecurityGroups"][0]["IpPermissions"]
    assert {each["IpProtocol"] for each in ranges} == {"tcp", "-1"}


def test_names_are_unique_in_a_vpc_and_rules_are_limited(cloud: Cloud, vpc: str, group: str) -> None:
    ec2 = cloud.member("ec2")
    with refused("InvalidGroup.Duplicate"):
        ec2.create_security_group(GroupName="web", Description="again", VpcId=vpc)
    many = [tcp(port, "10.0.0.0/8") for port in range(1, 62)]
    with refused("RulesPerSecurityGroupLimitExceeded"):
        ec2.authorize_security_group_ingress(GroupId=group, IpPermissions=many)
    ec2.authorize_security_group_ingress(GroupId=group, IpPermissions=many[:60])
    with refused("InvalidGroup.NotFound"):
        ec2.authorize_security_group_ingress(GroupId="sg-0123456789abcdef0", IpPermissions=many[:1])


def test_a_group_in_use_cannot_be_deleted(cloud: Cloud, vpc: str, subnet: str, group: str) -> None:
    ec2 = cloud.member("ec2")
    instance = launch(cloud, subnet, [group])
    with refused("DependencyViolation"):
        ec2.delete_security_group(GroupId=group)
    default = ec2.describe_security_groups(
        Filters=[{"Name": "vpc-id", "Values": [vpc]}, {"Name": "group-name", "Values": ["default"]}]
    )
    default = default["SecurityGroups"][0]["GroupId"]
    with refused("CannotDelete"):
        ec2.delete_security_group(GroupId=default)
    (eni,) = ec2.describe_instances(InstanceIds=[instance])["Reservations"][0]["Instances"][0]["NetworkInterfaces"]
    ec2.modify_network_interface_attribute(NetworkInterfaceId=eni["NetworkInterfaceId"], Groups=[default])
    ec2.delete_security_group(GroupId=group)
    with refused("InvalidGroup.NotFound"):
        ec2.describe_security_groups(GroupIds=[group])


@pytest.mark.parametrize("cidr", ["10.0.0.0/33", "nonsense", "10.0.0.0"])
def test_ranges_must_be_ranges(cloud: Cloud, group: str, cidr: str) -> None:
    with refused("InvalidParameterValue"):
        cloud.member("ec2").authorize_security_group_ingress(GroupId=group, IpPermissions=[tcp(22, cidr)])


def test_of_many_who_create_a_group_at_once_one_wins(cloud: Cloud, vpc: str) -> None:
    ec2 = cloud.member("ec2")

    def create(_: int) -> str:
        try:
            ec2.create_security_group(GroupName="isolation", Description="empty", VpcId=vpc)
        except ClientError as error:
            return error.response["Error"]["Code"]
        return "created"

    with ThreadPoolExecutor(8) as pool:
        assert Counter(pool.map(create, range(8))) == {"created": 1, "InvalidGroup.Duplicate": 7}
