import http.client
import json
import signal
import stat
import time
from pathlib import Path

import pytest
from conftest import Cloud, refused, start


def test_says_what_it_is_and_keeps_its_description_while_it_runs(tmp_path: Path) -> None:
    process, line = start("--state", str(tmp_path / "ready.json"))
    ready = json.loads(line)
    assert json.loads((tmp_path / "ready.json").read_text()) == ready
    assert stat.S_IMODE((tmp_path / "ready.json").stat().st_mode) == 0o600
    assert ready["endpoint"].startswith("http://127.0.0.1:")
    assert ready["organization"]["id"] == "o-quell01234"
    assert Cloud(ready).responder("sts").get_caller_identity()["Account"] == "999999999999"
    process.send_signal(signal.SIGTERM)
    assert process.wait(5) == 0
    assert not (tmp_path / "ready.json").exists()


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_ends_cleanly_and_exports_for_a_shell(number: int) -> None:
    process, line = start("--export")
    assert line.startswith("export AWS_ENDPOINT_URL=http://127.0.0.1:")
    process.send_signal(number)
    assert process.stdout is not None
    rest = process.stdout.read()
    assert process.wait(5) == 0
    names = [each.split("=")[0] for each in rest.splitlines()]
    assert names == [
        "export AWS_ACCESS_KEY_ID",
        "export AWS_SECRET_ACCESS_KEY",
        "export AWS_REGION",
        "export QUELL_SANDBOX_TOPIC",
    ]


def test_the_topic_and_the_detectors_are_there(cloud: Cloud) -> None:
    topics = cloud.responder("sns")
    assert topics.publish(TopicArn=cloud.ready["topic"], Message="hello")["MessageId"]
    for account, about in cloud.ready["organization"]["accounts"].items():
        for region, detector in about["detectors"].items():
            assert cloud.member("guardduty", account, region).list_detectors()["DetectorIds"] == [detector]


def test_the_environment_of_the_person_does_not_leak_in(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_PROFILE", "no-such-profile")
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    process, line = start()
    cloud = Cloud(json.loads(line))
    assert cloud.control("POST", "incidents", {"names": ["row7-volume"]})[0]["expected"] == "not-applicable"
    process.terminate()
    assert process.wait(5) == 0


def test_a_reset_begins_anew_with_other_keys() -> None:
    process, line = start()
    cloud = Cloud(json.loads(line))
    assert cloud.control("POST", "incidents", {"names": ["row7-volume"]})[0]["name"] == "row7-volume"
    assert cloud.member("ec2", "222222222222").describe_volumes()["Volumes"]
    keys = cloud.control("POST", "reset", {})
    with refused("InvalidClientTokenId"):
        cloud.responder("sts").get_caller_identity()
    cloud.ready["environment"].update(keys)
    again = Cloud(cloud.ready)
    assert again.responder("sts").get_caller_identity()["Account"] == "999999999999"
    assert again.member("ec2", "222222222222").describe_volumes()["Volumes"] == []
    process.terminate()
    assert process.wait(5) == 0


def test_connections_are_kept(cloud: Cloud) -> None:
    """A client that opens a connection for every call would measure the sandbox, not itself."""
    connection = http.client.HTTPConnection(cloud.endpoint.removeprefix("http://"))
    for _ in range(2):
        connection.request("GET", "/_sandbox/incidents")
        assert connection.getresponse().read()
        assert connection.sock is not None
    connection.close()
