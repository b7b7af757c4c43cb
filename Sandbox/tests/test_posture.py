from datetime import datetime, timezone
from uuid import uuid4

from conftest import ONE, Cloud, refused


def evaluate(cloud: Cloud, rule: str, resource: str, compliance: str, **more: object) -> None:
    evaluation = {
        "ComplianceResourceType": "AWS::S3::Bucket",
        "ComplianceResourceId": resource,
        "ComplianceType": compliance,
        "OrderingTimestamp": datetime.now(timezone.utc),
    }
    cloud.member("config").put_evaluations(ResultToken=f"rule:{rule}", Evaluations=[evaluation], **more)


def test_compliance_is_told_by_resource_and_by_rule(cloud: Cloud) -> None:
    config, resource = cloud.member("config"), uuid4().hex
    first, second = f"rule-{uuid4().hex[:6]}", f"rule-{uuid4().hex[:6]}"
    evaluate(cloud, first, resource, "NON_COMPLIANT")
    evaluate(cloud, second, resource, "COMPLIANT")
    where = {"ResourceType": "AWS::S3::Bucket", "ResourceId": resource}
    details = config.get_compliance_details_by_resource(**where)["EvaluationResults"]
    names = [each["EvaluationResultIdentifier"]["EvaluationResultQualifier"]["ConfigRuleName"] for each in details]
    assert names == [first, second]
    (bad,) = config.get_compliance_details_by_resource(**where, ComplianceTypes=["NON_COMPLIANT"])["EvaluationResults"]
    assert bad["ComplianceType"] == "NON_COMPLIANT"
    (together,) = config.describe_compliance_by_resource(**where)["ComplianceByResources"]
    assert together["Compliance"]["ComplianceType"] == "NON_COMPLIANT"
    evaluate(cloud, first, resource, "COMPLIANT")
    (together,) = config.describe_compliance_by_resource(**where)["ComplianceByResources"]
    assert together["Compliance"]["ComplianceType"] == "COMPLIANT"
    (by_rule,) = config.get_compliance_details_by_config_rule(ConfigRuleName=first)["EvaluationResults"]
    assert by_rule["ComplianceType"] == "COMPLIANT"
    (rule,) = config.describe_compliance_by_config_rule(ConfigRuleNames=[first])["ComplianceByConfigRules"]
    assert rule["Compliance"]["ComplianceType"] == "COMPLIANT"
    config.start_config_rules_evaluation(ConfigRuleNames=[first])


def test_what_config_refuses(cloud: Cloud) -> None:
    config = cloud.member("config")
    with refused("NoSuchConfigRuleException"):
        config.start_config_rules_evaluation(ConfigRuleNames=["no-such-rule"])
    with refused("NoSuchConfigRuleException"):
        config.get_compliance_details_by_config_rule(ConfigRuleName="no-such-rule")
    with refused("InvalidResultTokenException"):
        config.put_evaluations(ResultToken="invented", Evaluations=[])


def test_a_test_evaluation_changes_nothing(cloud: Cloud) -> None:
    resource = uuid4().hex
    evaluate(cloud, "rule", resource, "NON_COMPLIANT", TestMode=True)
    where = {"ResourceType": "AWS::S3::Bucket", "ResourceId": resource}
    assert cloud.member("config").get_compliance_details_by_resource(**where)["EvaluationResults"] == []


def test_custom_actions_of_security_hub(cloud: Cloud) -> None:
    hub, identifier = cloud.member("securityhub"), uuid4().hex[:12]
    made = hub.create_action_target(Name="Isolate EC2", Description="Isolates", Id=identifier)["ActionTargetArn"]
    assert made == f"arn:aws:securityhub:eu-central-1:{ONE}:action/custom/{identifier}"
    with refused("ResourceConflictException"):
        hub.create_action_target(Name="Isolate EC2", Description="Isolates", Id=identifier)
    (found,) = hub.describe_action_targets(ActionTargetArns=[made])["ActionTargets"]
    assert found["Name"] == "Isolate EC2"
    hub.delete_action_target(ActionTargetArn=made)
    assert hub.describe_action_targets(ActionTargetArns=[made])["ActionTargets"] == []
    with refused("ResourceNotFoundException"):
        hub.delete_action_target(ActionTargetArn=made)


def test_findings_of_security_hub_are_updated_in_place(cloud: Cloud) -> None:
    hub, identifier = cloud.member("securityhub"), uuid4().hex
    hub.enable_security_hub()
    now = "2026-11-25T07:00:00Z"
    finding = {
        "SchemaVersion": "2018-10-08",
        "Id": identifier,
        "ProductArn": f"arn:aws:securityhub:eu-central-1:{ONE}:product/{ONE}/default",
        "GeneratorId": "test",
        "AwsAccountId": ONE,
        "Types": ["TTPs/Execution"],
        "CreatedAt": now,
        "UpdatedAt": now,
        "Severity": {"Label": "HIGH"},
        "Title": "title",
        "Description": "description",
        "Resources": [{"Type": "Other", "Id": "x"}],
    }
    hub.batch_import_findings(Findings=[finding])
    known = {"Id": identifier, "ProductArn": finding["ProductArn"]}
    unknown = {"Id": "unknown", "ProductArn": finding["ProductArn"]}
    note = {"Text": "contained", "UpdatedBy": "quell"}
    answer = hub.batch_update_findings(FindingIdentifiers=[known, unknown], Workflow={"Status": "RESOLVED"}, Note=note)
    assert answer["ProcessedFindings"] == [known]
    assert answer["UnprocessedFindings"][0]["ErrorCode"] == "FindingNotFound"
    (kept,) = [each for each in hub.get_findings()["Findings"] if each["Id"] == identifier]
    assert (kept["Workflow"]["Status"], kept["Note"]["Text"]) == ("RESOLVED", "contained")


def test_buckets_tell_their_tags_and_protection(cloud: Cloud) -> None:
    s3, name = cloud.member("s3"), f"bucket-{uuid4().hex[:12]}"
    s3.create_bucket(Bucket=name, CreateBucketConfiguration={"LocationConstraint": "eu-central-1"})
    with refused("NoSuchTagSet", 404):
        s3.get_bucket_tagging(Bucket=name)
    with refused("NoSuchPublicAccessBlockConfiguration", 404):
        s3.get_public_access_block(Bucket=name)
    tags = [{"Key": "SecurityException", "Value": "Jira-1"}]
    s3.put_bucket_tagging(Bucket=name, Tagging={"TagSet": tags})
    assert s3.get_bucket_tagging(Bucket=name)["TagSet"] == tags
    assert s3.get_bucket_location(Bucket=name)["LocationConstraint"] == "eu-central-1"
    assert s3.head_bucket(Bucket=name)["ResponseMetadata"]["HTTPStatusCode"] == 200
    for ask in (s3.get_bucket_acl, s3.get_bucket_encryption, s3.get_bucket_tagging):
        with refused("NoSuchBucket", 404):
            ask(Bucket="no-such-bucket-here")
    with refused("404", 404):
        s3.head_bucket(Bucket="no-such-bucket-here")
    s3.put_object(Bucket=name, Key="a b/ü+?.txt", Body=b"content")
    assert s3.get_object(Bucket=name, Key="a b/ü+?.txt")["Body"].read() == b"content"


def test_databases_are_found_by_resource_id(cloud: Cloud) -> None:
    rds, made = cloud.member("rds"), []
    for _ in range(2):
        name = f"db-{uuid4().hex[:8]}"
        how = {"DBInstanceClass": "db.t3.micro", "Engine": "postgres", "AllocatedStorage": 20}
        tags = [{"Key": "Name", "Value": name}]
        keys = {"MasterUsername": "owner", "MasterUserPassword": "password1"}
        made.append(rds.create_db_instance(DBInstanceIdentifier=name, Tags=tags, **how, **keys)["DBInstance"])
    assert made[0]["DbiResourceId"] != made[1]["DbiResourceId"]
    for each in made:
        filters = [{"Name": "dbi-resource-id", "Values": [each["DbiResourceId"]]}]
        (found,) = rds.describe_db_instances(Filters=filters)["DBInstances"]
        assert found["DBInstanceIdentifier"] == each["DBInstanceIdentifier"]
        assert found["TagList"] == [{"Key": "Name", "Value": each["DBInstanceIdentifier"]}]
        assert found["StorageEncrypted"] is False
    with refused("DBInstanceNotFound", 404):
        rds.describe_db_instances(DBInstanceIdentifier="no-such-database")
