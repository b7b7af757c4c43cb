from datetime import datetime

from conftest import ONE, SECURITY, TWO, Cloud, refused


def detector(cloud: Cloud, account: str, region: str = "eu-central-1") -> str:
    return cloud.ready["organization"]["accounts"][account]["detectors"][region]


def sample(cloud: Cloud, account: str, kind: str = "Backdoor:EC2/Spambot", region: str = "eu-central-1") -> str:
    guardduty = cloud.member("guardduty", account, region)
    before = set(listed(guardduty, detector(cloud, account, region)))
    guardduty.create_sample_findings(DetectorId=detector(cloud, account, region), FindingTypes=[kind])
    (made,) = set(listed(guardduty, detector(cloud, account, region))) - before
    return made


def listed(guardduty: object, identifier: str, **criteria: object) -> list[str]:
    pages = guardduty.get_paginator("list_findings").paginate(
        DetectorId=identifier, FindingCriteria={"Criterion": criteria}, PaginationConfig={"PageSize": 2}
    )
    return [each for page in pages for each in page["FindingIds"]]


def test_a_member_cannot_archive_and_its_administrator_can(cloud: Cloud) -> None:
    finding = sample(cloud, ONE)
    member, own = cloud.member("guardduty", ONE), detector(cloud, ONE)
    for change in (member.archive_findings, member.unarchive_findings):
        with refused("BadRequestException", 400):
            change(DetectorId=own, FindingIds=[finding])
    administrator, theirs = cloud.responder("guardduty"), detector(cloud, SECURITY)
    for change, archived in ((administrator.archive_findings, True), (administrator.unarchive_findings, False)):
        change(DetectorId=theirs, FindingIds=[finding])
        for guardduty, identifier in ((member, own), (administrator, theirs)):
            (found,) = guardduty.get_findings(DetectorId=identifier, FindingIds=[finding])["Findings"]
            assert found["Service"]["Archived"] is archived
            assert found["Service"]["DetectorId"] == own
            assert found["Arn"] == f"arn:aws:guardduty:eu-central-1:{ONE}:detector/{own}/finding/{finding}"


def test_who_the_administrator_is(cloud: Cloud) -> None:
    for account, expected in ((ONE, SECURITY), (TWO, SECURITY)):
        answer = cloud.member("guardduty", account).get_administrator_account(DetectorId=detector(cloud, account))
        assert answer["Administrator"]["AccountId"] == expected
        assert answer["Administrator"]["RelationshipStatus"] == "Enabled"
    answer = cloud.responder("guardduty").get_administrator_account(DetectorId=detector(cloud, SECURITY))
    assert "Administrator" not in answer


def test_findings_stay_in_their_account_and_region(cloud: Cloud) -> None:
    finding = sample(cloud, ONE, region="us-east-1")
    for account, region in ((TWO, "us-east-1"), (ONE, "eu-central-1"), (SECURITY, "eu-central-1")):
        guardduty = cloud.member("guardduty", account, region)
        answer = guardduty.get_findings(DetectorId=detector(cloud, account, region), FindingIds=[finding])
        assert answer["Findings"] == []
    administrator = cloud.responder("guardduty", "us-east-1")
    identifier = detector(cloud, SECURITY, "us-east-1")
    assert len(administrator.get_findings(DetectorId=identifier, FindingIds=[finding])["Findings"]) == 1


def test_findings_are_listed_by_criteria(cloud: Cloud) -> None:
    first, second = sample(cloud, TWO, "Trojan:EC2/DropPoint"), sample(cloud, TWO, "Trojan:EC2/BlackholeTraffic")
    guardduty, identifier = cloud.responder("guardduty"), detector(cloud, SECURITY)
    kind = {"Equals": ["Trojan:EC2/DropPoint"]}
    assert listed(guardduty, identifier, type=kind) == [first]
    guardduty.archive_findings(DetectorId=identifier, FindingIds=[first])
    archived = {"Equals": ["true"]}
    assert first in listed(guardduty, identifier, **{"service.archived": archived})
    assert second not in listed(guardduty, identifier, **{"service.archived": archived})
    assert listed(guardduty, identifier, type=kind, severity={"GreaterThan": 8}) == []
    assert listed(guardduty, identifier, type=kind, severity={"GreaterThanOrEqual": 8}) == [first]


def test_a_detector_of_another_account_is_refused(cloud: Cloud) -> None:
    with refused("BadRequestException"):
        cloud.member("guardduty", TWO).list_findings(DetectorId=detector(cloud, ONE))
    with refused("BadRequestException"):
        cloud.responder("guardduty").get_findings(DetectorId=detector(cloud, ONE), FindingIds=["0" * 32])
    with refused("BadRequestException"):
        cloud.responder("guardduty").archive_findings(DetectorId=detector(cloud, SECURITY), FindingIds=[])


def test_findings_are_listed_by_when_they_were_updated(cloud: Cloud) -> None:
    made = sample(cloud, TWO, "Trojan:EC2/DropPoint")
    guardduty, identifier = cloud.responder("guardduty"), detector(cloud, SECURITY)
    (found,) = guardduty.get_findings(DetectorId=identifier, FindingIds=[made])["Findings"]
    updated = int(datetime.fromisoformat(found["UpdatedAt"]).timestamp() * 1000)
    assert made in listed(guardduty, identifier, updatedAt={"GreaterThanOrEqual": updated})
    assert made not in listed(guardduty, identifier, updatedAt={"GreaterThan": updated})
