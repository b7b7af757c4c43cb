import http.client
import json
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread
from urllib.parse import urlparse
from uuid import uuid4

import pytest
from botocore.exceptions import ConnectionClosedError, ReadTimeoutError
from conftest import ONE, TWO, Cloud, eventually, refused
from test_events import Bus


@pytest.fixture(autouse=True)
def no_faults_left(cloud: Cloud) -> Iterator[None]:
    yield
    cloud.control("DELETE", "faults")
    cloud.control("DELETE", "latency")


def test_calls_are_logged(cloud: Cloud) -> None:
    cloud.member("ec2", ONE)
    cloud.control("DELETE", "calls")
    cloud.member("ec2", ONE).describe_vpcs()
    cloud.member("s3", ONE).list_buckets()
    with refused("NoSuchEntity"):
        cloud.member("iam", ONE).get_role(RoleName="no-such-role")
    with refused("BadRequestException"):
        cloud.member("guardduty", ONE).get_findings(DetectorId="0" * 32, FindingIds=["1"])
    log = cloud.control("GET", "calls")
    assert log["by"] == {"ec2:DescribeVpcs": 1, "s3:ListBuckets": 1, "iam:GetRole": 1, "guardduty:GetFindings": 1}
    assert [each["error"] for each in log["calls"]] == [None, None, "NoSuchEntity", "BadRequestException"]
    assert log["calls"][0]["account"] == ONE
    assert log["calls"][0]["principal"].endswith(":assumed-role/Security-IR-Role/test")


def test_a_fault_strikes_as_often_as_asked(cloud: Cloud) -> None:
    fault = {"operation": "DescribeVpcs", "count": 2, "code": "RequestLimitExceeded", "status": 503}
    cloud.control("POST", "faults", fault)
    ec2 = cloud.member("ec2")
    for _ in range(2):
        with refused("RequestLimitExceeded", 503):
            ec2.describe_vpcs()
    assert ec2.describe_vpcs()["Vpcs"]


def test_a_fault_can_be_meant_for_one_account(cloud: Cloud) -> None:
    cloud.control("POST", "faults", {"operation": "DescribeVpcs", "account": TWO})
    assert cloud.member("ec2", ONE).describe_vpcs()["Vpcs"]
    with refused("ThrottlingException"):
        cloud.member("ec2", TWO).describe_vpcs()


def test_a_connection_is_reset_before_the_call_or_after_it(cloud: Cloud) -> None:
    iam, name = cloud.member("iam"), f"user-{uuid4().hex[:8]}"
    for kind in ("reset", "lost-answer"):
        cloud.control("POST", "faults", {"operation": "CreateUser", "kind": kind})
        with pytest.raises(ConnectionClosedError):
            iam.create_user(UserName=name)
        if kind == "reset":
            with refused("NoSuchEntity"):
                iam.get_user(UserName=name)
    assert iam.get_user(UserName=name)["User"]["UserName"] == name
    assert cloud.control("GET", "calls")["calls"][-2]["error"] == "connection cut"


def test_an_answer_never_comes(cloud: Cloud) -> None:
    cloud.control("POST", "faults", {"operation": "DescribeVpcs", "kind": "timeout", "seconds": 3})
    impatient = cloud.client("ec2", cloud.session(ONE), timeout=0.5)
    with pytest.raises(ReadTimeoutError):
        impatient.describe_vpcs()


def test_answers_are_slow_on_demand(cloud: Cloud) -> None:
    cloud.control("POST", "latency", {"operation": "DescribeVpcs", "seconds": 0.6})
    began = time.monotonic()
    cloud.member("ec2").describe_subnets()
    between = time.monotonic()
    cloud.member("ec2").describe_vpcs()
    assert time.monotonic() - between >= 0.6 > between - began


def test_alerts_can_be_read(cloud: Cloud) -> None:
    attributes = {"outcome": {"DataType": "String", "StringValue": "contained"}}
    publish = cloud.responder("sns").publish
    made = publish(TopicArn=cloud.ready["topic"], Subject="Contained", Message="text", MessageAttributes=attributes)
    last = cloud.control("GET", "messages")[-1]
    assert (last["id"], last["message"], last["subject"]) == (made["MessageId"], "text", "Contained")
    assert "outcome" in last["attributes"]


def test_mistakes_are_explained(cloud: Cloud) -> None:
    assert "GET /_sandbox/calls" in cloud.control("GET", "nothing")["message"]
    assert cloud.control("POST", "faults", {"count": 1})["error"] == "ValidationError"
    assert "account" in cloud.control("POST", "events", {})["message"]
    assert "There are: row1-isolate-ec2" in cloud.control("POST", "incidents", {"names": ["x"]})["message"]


def test_other_names_of_the_host_are_refused(cloud: Cloud) -> None:
    connection = http.client.HTTPConnection(urlparse(cloud.endpoint).netloc)
    connection.request("GET", "/_sandbox/calls", headers={"Host": "rebound.example.com"})
    assert connection.getresponse().status == 403


def test_operations_that_are_not_there_say_so(cloud: Cloud) -> None:
    with refused("NotImplemented", 501):
        cloud.member("ec2").describe_fast_launch_images()


class Function(BaseHTTPRequestHandler):
    bodies: list[bytes] = []
    failures = 0

    def do_POST(self) -> None:
        self.bodies.append(self.rfile.read(int(self.headers["Content-Length"])))
        answer = b'{"contained": true}'
        if Function.failures > 0:
            Function.failures -= 1
            answer = b'{"errorType": "Crash", "errorMessage": "x"}'
        self.send_response(200)
        self.end_headers()
        self.wfile.write(answer)

    def log_message(self, format: str, *args: object) -> None:
        pass


@pytest.fixture
def function(cloud: Cloud) -> Iterator[str]:
    """The ARN of a function whose code runs here."""
    listener = HTTPServer(("127.0.0.1", 0), Function)
    Thread(target=listener.serve_forever, daemon=True).start()
    Function.bodies, Function.failures = [], 0
    arn = f"arn:aws:lambda:eu-central-1:{ONE}:function:f-{uuid4().hex[:8]}"
    cloud.control("POST", "functions", {"arn": arn, "url": f"http://127.0.0.1:{listener.server_port}/"})
    yield arn
    listener.shutdown()
    listener.server_close()


def test_functions_are_invoked_by_their_url(cloud: Cloud, function: str) -> None:
    client = cloud.member("lambda")
    answer = client.invoke(FunctionName=function.rsplit(":", maxsplit=1)[-1], Payload=b'{"a": 1}')
    assert json.load(answer["Payload"]) == {"contained": True}
    assert "FunctionError" not in answer
    Function.failures = 1
    answer = client.invoke(FunctionName=function, Payload=b"{}")
    assert answer["FunctionError"] == "Unhandled"
    assert Function.bodies == [b'{"a": 1}', b"{}"]
    with refused("ResourceNotFoundException", 404):
        client.invoke(FunctionName="no-such-function")


def test_events_are_delivered_to_functions_with_retries(cloud: Cloud, function: str) -> None:
    bus, source = Bus(cloud), f"app.{uuid4().hex[:8]}"
    bus.rule(ONE, {"source": [source]}, Arn=function)
    Function.failures = 2
    identifier = bus.put(ONE, source, {"n": 1})["EventId"]
    eventually(lambda: len(Function.bodies) == 3)
    assert cloud.control("POST", "drain", {})["finished"]
    assert {json.loads(body)["id"] for body in Function.bodies} == {identifier}
