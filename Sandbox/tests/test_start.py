import json
import signal
import stat
import time
from pathlib import Path

import pytest
from conftest import Cloud, start


def test_says_what_it_is_and_keeps_its_description_while_it_runs(tmp_path: Path) -> None:
    began = time.monotonic()
    process, line = start("--state", str(tmp_path / "ready.json"))
    assert time.monotonic() - began < 6
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
