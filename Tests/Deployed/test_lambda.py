"""What the deployed function does with what Lambda gives it."""
import json
import os
import signal
import subprocess
import sys
import time

from conftest import PACKAGE, ROOT


def batch(*events, first=0):
    return {
        "Records": [
            {
                "messageId": f"message-{first + index}", "eventSource": "aws:sqs",
                "body": event if isinstance(event, str) else json.dumps(event),
                "attributes": {"ApproximateReceiveCount": "1"},
            }
            for index, event in enumerate(events)
        ]
    }


def answered(function):
    return [line for line in function.lines() if line["message"] == "event answered"]


def outcomes(function):
    return [line["Outcome"] for line in answered(function)]


def test_isolates_the_instance_of_a_finding(deployment):
    function = deployment.start()
    event = deployment.incident()
    assert function.invoke(batch(event)) == {"batchItemFailures": []}, function.log.read_text()
    assert outcomes(function) == ["contained"], function.log.read_text()
    line = answered(function)[0]
    assert line["account"] == event["detail"]["accountId"] and line["findingType"] == event["detail"]["type"]
    assert line["Failed"] == 0 and line["Responses"] == 1 and line["DurationMs"] > 0
    namespaces = {metric["Namespace"] for metric in line["_aws"]["CloudWatchMetrics"]}
    assert namespaces == {"Quell"}
    secret = deployment.state["environment"]["AWS_SECRET_ACCESS_KEY"]
    assert secret not in function.log.read_text()


def test_the_same_message_again_is_a_duplicate_and_done(deployment):
    function = deployment.start()
    event = deployment.incident()
    function.invoke(batch(event))
    assert function.invoke(batch(event)) == {"batchItemFailures": []}
    assert outcomes(function) == ["contained", "duplicate"]


def test_what_failed_stays_in_the_queue_and_the_rest_does_not(deployment):
    """The journal is away for the second message only: its table is taken away between two invocations."""
    function = deployment.start()
    assert function.invoke(batch(deployment.incident(), "not an event")) == {"batchItemFailures": []}
    assert outcomes(function) == ["contained", "rejected"]
    import boto3

    boto3.client("dynamodb", **deployment.keys).delete_table(TableName=deployment.table)
    answer = function.invoke(batch(deployment.incident(), first=7))
    assert answer == {"batchItemFailures": [{"itemIdentifier": "message-7"}]}
    assert [line["error"] for line in function.lines() if line["message"] == "event not answered"] == ["JournalError"]


def test_no_response_is_begun_with_too_little_time_left(deployment):
    function = deployment.start(AWS_LAMBDA_FUNCTION_TIMEOUT="20")
    assert function.invoke(batch(deployment.incident())) == {"batchItemFailures": [{"itemIdentifier": "message-0"}]}
    assert outcomes(function) == []


def test_what_is_no_batch_is_an_error(deployment):
    function = deployment.start()
    assert function.invoke({"Records": [{"body": "{}"}]})["errorType"] == "BatchMistake"
    assert "not JSON" in function.invoke(b"nonsense")["errorMessage"]
    assert function.invoke(batch(deployment.incident())) == {"batchItemFailures": []}


def test_an_unknown_handler_is_an_error_of_the_start(deployment):
    answer = deployment.start(QUELL_HANDLER="nonsense").invoke({})
    assert answer["errorType"] == "SetupError" and "respond, config-rule" in answer["errorMessage"]


def test_a_playbook_that_cannot_be_read_is_an_error_of_the_start(deployment):
    (deployment.folder / "playbook.json").write_text('{"quell": 1}')
    answer = deployment.start().invoke({})
    assert answer["errorType"] == "SetupError" and "It lacks exceptionTag" in answer["errorMessage"]


def test_goes_on_after_a_freeze(deployment):
    function = deployment.start()
    assert function.invoke(batch(deployment.incident())) == {"batchItemFailures": []}
    process = function.bootstrap()
    os.kill(process, signal.SIGSTOP)
    time.sleep(1)
    os.kill(process, signal.SIGCONT)
    assert function.invoke(batch(deployment.incident())) == {"batchItemFailures": []}
    assert outcomes(function) == ["contained", "contained"] and function.bootstrap() == process


def test_the_package_is_the_same_for_the_same_contents(tmp_path, deployment):
    again = tmp_path / "again.zip"
    subprocess.run(
        [sys.executable, ROOT / "Tools" / "package-lambda.py", tmp_path / "bootstrap", tmp_path / "playbook.json", again], check=True
    )
    assert again.read_bytes() == PACKAGE.read_bytes()


def test_the_program_loads_on_amazon_linux(deployment):
    subprocess.run([sys.executable, ROOT / "Tools" / "check-linkage.py", deployment.folder / "bootstrap"], check=True)
