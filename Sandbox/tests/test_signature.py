import http.client
from datetime import datetime, timedelta, timezone
from urllib.parse import urlparse

import botocore.auth
import pytest
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials
from conftest import ONE, Cloud, refused

CALLS = {
    "iam": "list_users",
    "ec2": "describe_vpcs",
    "s3": "list_buckets",
    "ssm": "describe_automation_executions",
    "guardduty": "list_detectors",
}


@pytest.mark.parametrize(
    ("service", "unknown", "wrong"),
    [
        ("iam", ("InvalidClientTokenId", 403), ("SignatureDoesNotMatch", 403)),
        ("ec2", ("AuthFailure", 401), ("AuthFailure", 401)),
        ("s3", ("InvalidAccessKeyId", 403), ("SignatureDoesNotMatch", 403)),
        ("ssm", ("UnrecognizedClientException", 400), ("InvalidSignatureException", 400)),
        ("guardduty", ("UnrecognizedClientException", 403), ("InvalidSignatureException", 403)),
    ],
)
def test_refuses_unknown_keys_and_wrong_secrets(cloud: Cloud, service: str, unknown: tuple, wrong: tuple) -> None:
    with refused(*unknown):
        getattr(cloud.client(service, ("AKIAZZZZZZZZZZZZZZZZ", cloud.keys[1], None)), CALLS[service])()
    with refused(*wrong):
        getattr(cloud.client(service, (cloud.keys[0], "not the secret", None)), CALLS[service])()


def test_refuses_a_session_without_its_token_and_a_user_with_one(cloud: Cloud) -> None:
    key, secret, token = cloud.session(ONE)
    for keys in ((key, secret, None), (key, secret, token[:-1] + "x"), (*cloud.keys[:2], token)):
        with refused("InvalidClientTokenId"):
            cloud.client("sts", keys).get_caller_identity()
    with refused("InvalidToken"):
        cloud.client("s3", (key, secret, "other")).list_buckets()


@pytest.mark.parametrize(
    ("service", "code"),
    [
        ("sts", "SignatureDoesNotMatch"),
        ("ec2", "RequestExpired"),
        ("s3", "RequestTimeTooSkewed"),
        ("ssm", "InvalidSignatureException"),
    ],
)
@pytest.mark.parametrize("minutes", [-6, 6])
def test_refuses_a_clock_that_is_wrong_and_tells_the_time(cloud: Cloud, service: str, code: str, minutes: int) -> None:
    status, headers, body = send(cloud, service, timedelta(minutes=minutes))
    assert status in (400, 403)
    assert code in body
    told = datetime.strptime(headers["Date"], "%a, %d %b %Y %H:%M:%S GMT").replace(tzinfo=timezone.utc)
    assert abs(datetime.now(timezone.utc) - told) < timedelta(seconds=5)


def test_accepts_a_clock_four_minutes_away(cloud: Cloud) -> None:
    assert send(cloud, "sts", timedelta(minutes=4))[0] == 200


def test_refuses_calls_that_are_not_signed(cloud: Cloud) -> None:
    connection = http.client.HTTPConnection(urlparse(cloud.endpoint).netloc)
    connection.request("POST", "/", "Action=GetCallerIdentity&Version=2011-06-15")
    answer = connection.getresponse()
    assert (answer.status, b"MissingAuthenticationToken" in answer.read()) == (403, True)


def test_refuses_a_body_changed_on_the_way(cloud: Cloud) -> None:
    status, _, body = send(cloud, "sts", timedelta(), "Action=GetSessionToken&Version=2011-06-15")
    assert (status, "SignatureDoesNotMatch" in body) == (403, True)


def test_keeps_the_connection_for_the_next_call(cloud: Cloud) -> None:
    connection = http.client.HTTPConnection(urlparse(cloud.endpoint).netloc)
    sockets = set()
    for _ in range(3):
        connection.request("GET", "/_sandbox/faults")
        answer = connection.getresponse()
        assert answer.version == 11
        assert len(answer.read()) == int(answer.headers["Content-Length"])
        sockets.add(connection.sock)
    assert len(sockets) == 1


def send(cloud: Cloud, service: str, skew: timedelta, other_body: str | None = None) -> tuple:
    """One GetCallerIdentity-like call, signed at another time."""
    body = "Action=GetCallerIdentity&Version=2011-06-15"
    headers = {"Content-Type": "application/x-www-form-urlencoded"}
    if service == "ssm":
        headers = {
            "X-Amz-Target": "AmazonSSM.DescribeAutomationExecutions",
            "Content-Type": "application/x-amz-json-1.1",
        }
        body = "{}"
    request = AWSRequest("POST", cloud.endpoint + "/", data=body, headers=headers)
    signer = botocore.auth.SigV4Auth(Credentials(*cloud.keys[:2]), service, "eu-central-1")
    moment = datetime.now(timezone.utc).replace(tzinfo=None) + skew
    original = botocore.auth.get_current_datetime
    botocore.auth.get_current_datetime = lambda: moment
    try:
        signer.add_auth(request)
    finally:
        botocore.auth.get_current_datetime = original
    connection = http.client.HTTPConnection(urlparse(cloud.endpoint).netloc)
    connection.request("POST", "/", other_body or body, dict(request.headers))
    answer = connection.getresponse()
    return answer.status, answer.headers, answer.read().decode()
