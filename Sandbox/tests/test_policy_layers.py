"""Statements and layers: what is matched, who is meant, and which kinds of policies must agree."""

from typing import Any

import pytest
from quell_sandbox.policies import Decision, PolicyError, Request, evaluate

ONE, TWO = "111111111111", "222222222222"
ROLE, SESSION = f"arn:aws:iam::{ONE}:role/team/app", f"arn:aws:sts::{ONE}:assumed-role/app/i-1"
USER, ROOT = f"arn:aws:iam::{ONE}:user/anna", f"arn:aws:iam::{ONE}:root"
QUEUE, FOREIGN = f"arn:aws:sqs:eu-central-1:{ONE}:queue", f"arn:aws:sqs:eu-central-1:{TWO}:queue"
KEY = f"arn:aws:kms:eu-central-1:{ONE}:key/1"
AS_ROLE = {"aws:PrincipalArn": ROLE}


def policy(effect: str = "Allow", **elements: Any) -> dict[str, Any]:
    elements = {"Action": "*"} | elements if "NotAction" not in elements else elements
    if not {"Resource", "NotResource"} & set(elements):
        elements["Resource"] = "*"
    return {"Version": "2012-10-17", "Statement": [{"Sid": "It", "Effect": effect, **elements}]}


def on(principal: Any, effect: str = "Allow", **elements: Any) -> dict[str, Any]:
    """A policy on a resource."""
    return policy(effect, Principal=principal, **elements)


ALL, NONE = policy(), policy(Action="none:None")
FULL = [ALL]


def ask(action: str = "sqs:SendMessage", resource: str = QUEUE, principal: str = SESSION, **layers: Any) -> Decision:
    context = AS_ROLE if principal == SESSION else {}
    return evaluate(Request(principal, action, resource, context), **layers)


@pytest.mark.parametrize(
    ("elements", "expected"),
    [
        ({"Action": "sqs:SendMessage"}, True),
        ({"Action": "SQS:sendmessage"}, True),
        ({"Action": "sqs:Send*"}, True),
        ({"Action": "sqs:SendMessag?"}, True),
        ({"Action": ["s3:*", "sqs:*"]}, True),
        ({"Action": "sqs:SendMessageBatch"}, False),
        ({"Action": "sqs:Send"}, False),
        ({"NotAction": "sqs:Receive*"}, True),
        ({"NotAction": ["sqs:Receive*", "sqs:send*"]}, False),
        ({"Resource": QUEUE}, True),
        ({"Resource": "arn:aws:sqs:*:*:queue"}, True),
        ({"Resource": "arn:aws:sqs:*"}, True),
        ({"Resource": "arn:aws:sqs:*:queue"}, True),
        ({"Resource": "arn:aws:s*s:eu-central-1:*:queu?"}, True),
        ({"Resource": "arn:aws:sqs:eu-*1:queue"}, False),
        ({"Resource": QUEUE.upper()}, False),
        ({"Resource": f"{QUEUE}-2"}, False),
        ({"NotResource": QUEUE}, False),
        ({"NotResource": f"{QUEUE}-2"}, True),
        ({"Resource": "arn:aws:sqs:eu-central-1:${aws:PrincipalAccount}:queue"}, True),
        ({"Resource": "arn:aws:sqs:eu-central-1:${aws:PrincipalTag/none}:queue"}, False),
    ],
)
def test_actions_and_resources(elements: dict[str, Any], expected: bool) -> None:
    assert ask(identity=[policy(**elements)]).allowed is expected


def test_an_action_without_resources_is_matched_by_an_asterisk_alone() -> None:
    assert ask("sqs:ListQueues", "*", identity=[policy()]).allowed
    assert not ask("sqs:ListQueues", "*", identity=[policy(Resource="arn:aws:sqs:*:*:*")]).allowed
    assert ask("sqs:ListQueues", "*", identity=[policy(NotResource=QUEUE)]).allowed


@pytest.mark.parametrize(
    "statement",
    [
        {"Effect": "Allow", "Action": "*", "Resource": "*", "Conditions": {}},
        {"Effect": "allow", "Action": "*", "Resource": "*"},
        {"Action": "*", "Resource": "*"},
        {"Effect": "Allow", "Resource": "*"},
        {"Effect": "Allow", "Action": "*"},
        {"Effect": "Allow", "Action": "*", "NotAction": "*", "Resource": "*"},
        {"Effect": "Allow", "Action": [1], "Resource": "*"},
        {"Effect": "Allow", "Action": "*", "Resource": "*", "Principal": "*"},
        {"Effect": "Allow", "Action": "*", "Resource": "*", "Condition": []},
        "Allow",
    ],
)
def test_what_is_no_statement_of_an_identity_policy_is_an_error(statement: Any) -> None:
    with pytest.raises(PolicyError):
        ask(identity=[{"Version": "2012-10-17", "Statement": [statement]}])


def test_what_is_no_policy_is_an_error() -> None:
    for document in ({}, {"Version": "2013-01-01", "Statement": []}, {"Statement": [], "Else": 1}):
        with pytest.raises(PolicyError):
            ask(identity=[document])


@pytest.mark.parametrize(
    ("principal", "caller", "expected"),
    [
        ("*", SESSION, True),
        ({"AWS": "*"}, SESSION, True),
        ({"AWS": ROLE}, SESSION, True),
        ({"AWS": SESSION}, SESSION, True),
        ({"AWS": ["x", USER]}, USER, True),
        ({"AWS": f"arn:aws:iam::{ONE}:role/app"}, SESSION, False),
        ({"AWS": f"arn:aws:iam::{ONE}:role/team/*"}, SESSION, False),
        ({"AWS": USER}, SESSION, False),
        ({"Service": "events.amazonaws.com"}, "events.amazonaws.com", True),
        ({"Service": "events.amazonaws.com"}, "sns.amazonaws.com", False),
        ({"AWS": USER, "Service": "sns.amazonaws.com"}, "sns.amazonaws.com", True),
        ("*", "anonymous", True),
        ({"AWS": ROOT}, "anonymous", False),
        ({"AWS": TWO}, SESSION, False),
    ],
)
def test_a_policy_on_a_resource_of_ones_own_account_grants_by_itself(principal: Any, caller: str, expected: bool) -> None:
    assert ask(principal=caller, resource_policies=[on(principal)]).allowed is expected


@pytest.mark.parametrize("name", [ROOT, ONE])
def test_naming_an_account_leaves_it_to_the_account(name: str) -> None:
    assert not ask(resource_policies=[on({"AWS": name})]).allowed
    assert ask(resource_policies=[on({"AWS": name})], identity=FULL).allowed


def test_either_side_is_enough_in_one_account_and_both_are_needed_across() -> None:
    assert ask(identity=FULL).allowed
    foreign = {"resource": FOREIGN}
    assert not ask(**foreign, identity=FULL).allowed
    assert not ask(**foreign, resource_policies=[on({"AWS": ROLE})]).allowed
    assert ask(**foreign, identity=FULL, resource_policies=[on({"AWS": ROLE})]).allowed
    assert ask(**foreign, identity=FULL, resource_policies=[on({"AWS": ROOT})]).allowed
    assert not ask(**foreign, identity=FULL, resource_policies=[on({"AWS": TWO})]).allowed


def test_not_principal_spares_only_who_is_named_as_all_that_it_is() -> None:
    def denied(*names: str) -> bool:
        deny = {"Effect": "Deny", "NotPrincipal": {"AWS": list(names)}, "Action": "*", "Resource": "*"}
        return ask(identity=FULL, resource_policies=[{"Statement": [deny]}]).explicit

    assert denied(ROLE) and denied(ROLE, SESSION) and denied(ROOT, USER)
    assert not denied(ROLE, SESSION, ROOT) and not denied(ROLE, SESSION, ONE)


@pytest.mark.parametrize(
    ("layers", "reason"),
    [
        ({"identity": [ALL, policy("Deny")]}, "with an explicit deny in an identity-based policy"),
        ({"identity": FULL, "boundary": policy("Deny")}, "with an explicit deny in a permissions boundary"),
        ({"identity": FULL, "session": [policy("Deny")]}, "with an explicit deny in a session policy"),
        ({"identity": FULL, "scps": [[ALL, policy("Deny")]]}, "with an explicit deny in a service control policy"),
        ({"identity": FULL, "rcps": [on("*", "Deny")]}, "with an explicit deny in a resource control policy"),
        ({"identity": FULL, "resource_policies": [on("*", "Deny")]}, "with an explicit deny in a resource-based policy"),
        ({"identity": []}, "because no identity-based policy allows the sqs:SendMessage action"),
        ({"identity": FULL, "boundary": NONE}, "because no permissions boundary allows the sqs:SendMessage action"),
        ({"identity": FULL, "session": [NONE]}, "because no session policy allows the sqs:SendMessage action"),
        ({"identity": FULL, "session": []}, "because no session policy allows the sqs:SendMessage action"),
        ({"identity": FULL, "scps": [FULL, [NONE]]}, "because no service control policy allows the sqs:SendMessage action"),
        ({"identity": FULL, "scps": [[NONE], FULL]}, "because no service control policy allows the sqs:SendMessage action"),
        ({"identity": FULL, "scps": [[]]}, "because no service control policy allows the sqs:SendMessage action"),
    ],
)
def test_every_layer_can_refuse_and_says_so_as_aws_does(layers: dict[str, Any], reason: str) -> None:
    decision = ask(**layers)
    assert not decision.allowed and decision.reason == reason
    assert decision.explicit is ("explicit deny" in reason)
    assert decision.sid == ("It" if decision.explicit else None)
    assert decision.layer and decision.layer in reason


def test_a_deny_wins_over_every_allow_of_other_layers() -> None:
    everything = {"identity": FULL, "boundary": ALL, "session": FULL, "scps": [FULL], "resource_policies": [on("*")]}
    assert ask(**everything).allowed
    for layer, denying in (("identity", [ALL, policy("Deny")]), ("scps", [FULL, [ALL, policy("Deny")]])):
        assert ask(**{**everything, layer: denying}).explicit


def test_levels_of_control_policies_and_documents_of_a_level() -> None:
    assert ask(identity=FULL, scps=[FULL, [NONE, ALL], FULL]).allowed


def test_a_grant_on_the_resource_is_limited_as_far_as_it_names_the_role() -> None:
    """To a user or a session it is a grant of its own; to a role it is limited by the boundary and the session."""
    limited = {"boundary": NONE}
    assert ask(principal=USER, resource_policies=[on({"AWS": USER})], **limited).allowed
    assert ask(resource_policies=[on({"AWS": SESSION})], boundary=NONE, session=[NONE]).allowed
    assert not ask(resource_policies=[on({"AWS": ROLE})], **limited).allowed
    assert not ask(resource_policies=[on({"AWS": ROLE})], session=[NONE]).allowed
    assert ask(resource_policies=[on({"AWS": ROLE})], boundary=ALL, session=FULL).allowed


def test_a_role_must_trust_whoever_assumes_it() -> None:
    def assume(trust: Any, caller: str = SESSION, target: str = f"arn:aws:iam::{ONE}:role/other", **layers: Any) -> Decision:
        documents = [{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": trust}]}]
        return ask("sts:AssumeRole", target, caller, resource_policies=documents, **layers)

    assert assume({"AWS": ROLE}).allowed
    assert not assume({"AWS": USER}, identity=FULL).allowed
    assert assume({"AWS": USER}, identity=FULL).reason == "because no role trust policy allows the sts:AssumeRole action"
    assert not assume({"AWS": ROOT}).allowed and assume({"AWS": ROOT}, identity=FULL).allowed
    foreign = {"target": f"arn:aws:iam::{TWO}:role/other"}
    assert not assume({"AWS": ROLE}, **foreign).allowed and assume({"AWS": ROLE}, **foreign, identity=FULL).allowed
    assert assume({"Service": "lambda.amazonaws.com"}, "lambda.amazonaws.com").allowed


def test_a_key_belongs_to_its_own_policy_and_to_iam_only_if_that_says_so() -> None:
    decrypt = {"action": "kms:Decrypt", "resource": KEY}
    assert not ask(**decrypt, identity=FULL).allowed
    assert not ask(**decrypt, identity=FULL, resource_policies=[on({"AWS": USER})]).allowed
    assert ask(**decrypt, identity=FULL, resource_policies=[on({"AWS": ROOT})]).allowed
    assert not ask(**decrypt, resource_policies=[on({"AWS": ROOT})]).allowed
    assert ask(**decrypt, resource_policies=[on({"AWS": ROLE})]).allowed
    assert ask("kms:ListKeys", "*", identity=FULL).allowed


def test_control_policies_pass_by_services_and_their_own_roles() -> None:
    deny, linked = policy("Deny"), f"arn:aws:iam::{ONE}:role/aws-service-role/x.amazonaws.com/AWSServiceRoleForX"
    assert evaluate(Request(linked, "sqs:SendMessage", QUEUE), identity=FULL, scps=[[ALL, deny]], rcps=[on("*", "Deny")]).allowed
    granted = {"resource_policies": [on({"Service": "sns.amazonaws.com"})]}
    assert ask(principal="sns.amazonaws.com", scps=[[ALL, deny]], **granted).allowed
    assert not ask(principal="sns.amazonaws.com", rcps=[on("*", "Deny")], **granted).allowed


def test_resource_control_policies_only_deny_and_only_for_some_services() -> None:
    with pytest.raises(PolicyError, match="can only deny"):
        ask(identity=FULL, rcps=[on("*")])
    assert ask("sns:Publish", f"arn:aws:sns:eu-central-1:{ONE}:t", identity=FULL, rcps=[on("*", "Deny")]).allowed


def test_the_root_user_needs_no_policy_but_obeys_the_organization() -> None:
    assert ask(principal=ROOT).allowed
    assert ask(principal=ROOT, scps=[[ALL, policy("Deny")]]).explicit
    assert not ask(principal=ROOT, resource=FOREIGN).allowed


def test_what_aws_puts_into_every_request_is_there_and_may_be_told_otherwise() -> None:
    request = Request(SESSION, "s3:GetObject", QUEUE)
    assert request.value("aws:PrincipalAccount") == ONE and request.value("aws:ResourceAccount") == ONE
    assert request.value("aws:PrincipalArn") == f"arn:aws:iam::{ONE}:role/app"
    assert Request(SESSION, "s3:GetObject", QUEUE, AS_ROLE).value("AWS:principalarn") == ROLE
    assert Request(SESSION, "s3:GetObject", QUEUE, {"aws:PrincipalArn": None}).value("aws:PrincipalArn") is None
    service = Request("sns.amazonaws.com", "sqs:SendMessage", QUEUE)
    assert service.value("aws:PrincipalIsAWSService") == "true" and service.value("aws:PrincipalArn") is None
