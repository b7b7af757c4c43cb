"""Tools/check-policies.py: what it finds in templates and policies, and what it lets pass."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from policy_cases import documents

TOOL = Path(__file__).resolve().parents[2] / "Tools/check-policies.py"
TRUST = {
    "Version": "2012-10-17",
    "Statement": [{"Effect": "Allow", "Principal": {"Service": "x"}, "Action": "sts:AssumeRole"}],
}


def check(tmp_path: Path, content: Any, name: str = "policy.json") -> tuple[int, str]:
    """The exit status, and what was said."""
    path = tmp_path / name
    path.write_text(content if isinstance(content, str) else json.dumps(content))
    ran = subprocess.run([sys.executable, TOOL, path], capture_output=True, text=True, check=False)
    return ran.returncode, ran.stderr.replace(str(tmp_path) + "/", "") + ran.stdout


def one(**elements: Any) -> dict[str, Any]:
    statement = {
        "Sid": "It",
        "Effect": "Allow",
        "Action": "ec2:StopInstances",
        "Resource": "arn:aws:ec2:*:*:instance/*",
    }
    return {"Version": "2012-10-17", "Statement": [statement | elements]}


# An administrator and an open trust are scenery; P13 says `*` where a hub would do.
@pytest.mark.parametrize("name", sorted(set(documents()) - {"FullAccess", "P13"}))
def test_the_policies_quell_is_built_on_pass(tmp_path: Path, name: str) -> None:
    assert check(tmp_path, documents()[name]) == (0, "1 policies, 0 problems.\n")


@pytest.mark.parametrize(
    ("elements", "sentence"),
    [
        ({"Action": "ec2:StopInstance"}, "There is no action ec2:StopInstance in Tools/iam-table.json."),
        ({"Action": ["ec2:Stop*", "ec3:*"]}, "There is no action ec3:* in"),
        ({"Action": "*"}, "An Allow of * allows too much"),
        ({"Action": "ec2:*"}, "An Allow of ec2:* allows too much"),
        ({"Action": "kms:*", "Principal": {"AWS": "arn:aws:iam::1:role/x"}}, "An Allow of kms:* allows too much"),
        ({"Action": None, "NotAction": "iam:*"}, "An Allow with NotAction"),
        ({"Resource": "*"}, "ec2:StopInstances changes things and is allowed on every resource"),
        ({"Action": "ec2:St*", "Resource": ["x", "*"]}, "ec2:St* (among others ec2:Star"),
        (
            {"Condition": {"StringEquals": {"iam:PolicyARN": "x"}}},
            "ec2:StopInstances supports the condition key iam:PolicyARN.",
        ),
        ({"Condition": {"StringEquals": {"aws:TagKeys": "x"}}}, "supports the condition key aws:TagKeys."),
        ({"Condition": {"StringEquals": {"aws:Nonsense": "x"}}}, "supports the condition key aws:Nonsense."),
        (
            {"Effect": "Deny", "Action": "*", "Condition": {"Null": {"x:y": "true"}}},
            "No action supports the condition key x:y.",
        ),
        (
            {"Action": "sqs:SendMessage", "Principal": {"Service": "sns.amazonaws.com"}},
            "sns.amazonaws.com may be sent by anybody",
        ),
    ],
)
def test_each_fault_is_found_and_placed(tmp_path: Path, elements: dict[str, Any], sentence: str) -> None:
    document = one(**elements)
    document["Statement"][0] = {key: value for key, value in document["Statement"][0].items() if value is not None}
    status, said = check(tmp_path, document)
    assert status == 1 and said.startswith("policy.json, statement It: "), said
    assert sentence in said


@pytest.mark.parametrize(
    "elements",
    [
        {"Action": "ec2:Describe*", "Resource": "*"},
        {"Action": "s3:PutAccountPublicAccessBlock", "Resource": "*"},
        {"Resource": "*", "Condition": {"StringEquals": {"aws:ResourceTag/team": "x"}}},
        {"Effect": "Deny", "Action": "*", "Resource": "*"},
        {"Action": "kms:*", "Resource": "*", "Principal": {"AWS": "arn:aws:iam::111122223333:root"}},
        {"Action": "EC2:stopinstances", "Condition": {"StringEquals": {"AWS:principalorgid": "o-1"}}},
    ],
)
def test_what_is_right_passes(tmp_path: Path, elements: dict[str, Any]) -> None:
    assert check(tmp_path, one(**elements)) == (0, "1 policies, 0 problems.\n")


@pytest.mark.parametrize(
    ("condition", "bound"),
    [
        ({"StringEquals": {"aws:SourceAccount": "1"}}, True),
        ({"ArnLike": {"AWS:SourceArn": "arn:aws:events:*:1:rule/x"}}, True),
        ({"StringEquals": {"aws:SourceOrgID": "o-1"}}, True),
        ({"StringEqualsIfExists": {"aws:SourceAccount": "1"}}, False),
        ({"StringNotEquals": {"aws:SourceAccount": "1"}}, False),
        ({"Null": {"aws:SourceAccount": "false"}}, False),
        ({"ForAllValues:StringEquals": {"aws:SourceAccount": "1"}}, False),
        ({"StringLike": {"aws:SourceAccount": "*"}}, False),
        ({"StringEquals": {"aws:PrincipalOrgID": "o-1"}}, False),
        (None, False),
    ],
)
def test_a_service_is_bound_by_where_its_request_comes_from(tmp_path: Path, condition: Any, bound: bool) -> None:
    more = {"Condition": condition} if condition else {}
    resource = f"arn:aws:sqs:eu-central-1:1:{'q'}"
    status, said = check(
        tmp_path, one(Action="sqs:SendMessage", Resource=resource, Principal={"Service": "sns.amazonaws.com"}, **more)
    )
    assert (status == 0) is bound, said


TEMPLATE = """
Parameters:
  Prefix: {Type: String, Default: quell}
  Everything: {Type: String, Default: "*"}
  Sources: {Type: CommaDelimitedList, Default: "ec2:StopInstances,ec2:StopInstanzes"}
Conditions:
  Bound: !Equals [!Ref Prefix, quell]
Resources:
  Function:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument:
        Version: 2012-10-17
        Statement: {Effect: Allow, Principal: {Service: lambda.amazonaws.com}, Action: sts:AssumeRole}
      Policies:
        - PolicyName: it
          PolicyDocument:
            Version: 2012-10-17
            Statement:
              - Sid: Named
                Effect: Allow
                Action: [sqs:SendMessage, !If [Bound, sqs:PurgeQueue, !Ref AWS::NoValue]]
                Resource: !Sub "arn:${AWS::Partition}:sqs:*:${AWS::AccountId}:${Prefix}-*"
              - Sid: ByDefault
                Effect: Allow
                Action: sqs:DeleteQueue
                Resource: !Ref Everything
              - !If
                - Bound
                - {Sid: Sometimes, Effect: Allow, Action: "sns:*", Resource: !GetAtt Topic.Arn}
                - !Ref AWS::NoValue
              - Sid: FromAList
                Effect: Allow
                Action: !Ref Sources
                Resource: !Join [":", [arn, aws, ec2, "*", "*", instance/*]]
  Automation:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument:
        Version: 2012-10-17
        Statement:
          - Sid: HalfBound
            Effect: Allow
            Principal: {Service: ssm.amazonaws.com}
            Action: sts:AssumeRole
            Condition: !If [Bound, {StringEquals: {"aws:SourceAccount": !Ref AWS::AccountId}}, !Ref AWS::NoValue]
  Queue:
    Type: AWS::SQS::QueuePolicy
    Properties:
      PolicyDocument:
        Version: 2012-10-17
        Statement:
          {Sid: Logs, Effect: Allow, Principal: {Service: lambda.amazonaws.com}, Action: sqs:SendMessage, Resource: x}
  Invoke:
    Type: AWS::Lambda::Permission
    Properties: {FunctionName: f, Action: lambda:InvokeFunction, Principal: config.amazonaws.com}
  InvokeBound:
    Type: AWS::Lambda::Permission
    Properties: {FunctionName: f, Action: lambda:InvokeFunction, Principal: config.amazonaws.com, SourceAccount: "1"}
  Bus:
    Type: AWS::Events::EventBusPolicy
    Properties:
      Statement: {Sid: Typo, Effect: Allow, Principal: "*", Action: events:PutEvent, Resource: x}
"""


def test_a_template_is_read_with_its_functions(tmp_path: Path) -> None:
    status, said = check(tmp_path, TEMPLATE, "template.yaml")
    lines = [line.removeprefix("template.yaml, ") for line in said.splitlines()]
    assert status == 1 and lines[-1] == "7 policies, 7 problems."
    places = [line.split(": ")[0] for line in lines[:-1]]
    assert places == [
        "Function (Policies[0].PolicyDocument), statement ByDefault",
        "Function (Policies[0].PolicyDocument), statement Sometimes",
        "Function (Policies[0].PolicyDocument), statement FromAList",
        "Automation (AssumeRolePolicyDocument), statement HalfBound",
        "Queue (PolicyDocument), statement Logs",
        "Invoke, statement of the permission",
        "Bus, statement Typo",
    ]


@pytest.mark.parametrize(
    "content", ["- a", "a: b", "{", '{"Statement": [{"Effect": "Allow", "Action": {"a": 1, "b": 2}}]}']
)
def test_what_cannot_be_read_is_a_problem(tmp_path: Path, content: str) -> None:
    status, said = check(tmp_path, content)
    assert status == 1 and "1 problems." in said
