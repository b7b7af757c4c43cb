"""Functions run under AWS's emulator, with the variables and credentials that Lambda gives them."""

import io
import json
import os
import subprocess
import zipfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from conftest import ONE, STACKS, Bare, eventually, refused, start


@pytest.fixture(scope="module")
def pipeline(bare: Bare) -> dict[str, Any]:
    name = f"pipe-{uuid4().hex[:6]}"
    told = bare.stack(name, "pipeline.yaml", CodeBucket=bare.code())
    assert told["status"] == "CREATE_COMPLETE", told["failures"]
    return {**told, "name": name}


def invoke(bare: Bare, name: str, **event: Any) -> Any:
    answer = bare.operator("lambda").invoke(FunctionName=name, Payload=json.dumps(event))
    body = json.loads(answer["Payload"].read())
    return {"failed": True, **body} if "FunctionError" in answer else body


def processes() -> dict[int, str]:
    found = {}
    for each in Path("/proc").iterdir():
        try:
            if each.name.isdigit() and b"quell-function-" in (text := (each / "cmdline").read_bytes()):
                found[int(each.name)] = text.decode()
        except OSError:
            continue
    return found


def test_a_function_has_its_variables_and_credentials(bare: Bare, pipeline: dict[str, Any]) -> None:
    environment = invoke(bare, pipeline["name"], do="environment")
    assert environment["TABLE"] == pipeline["resources"]["Table"]
    assert environment["AWS_LAMBDA_FUNCTION_NAME"] == pipeline["name"]
    assert (environment["AWS_REGION"], environment["AWS_LAMBDA_FUNCTION_MEMORY_SIZE"]) == ("eu-central-1", "256")
    assert (environment["AWS_LAMBDA_FUNCTION_TIMEOUT"], environment["AWS_ENDPOINT_URL"]) == ("5", bare.endpoint)
    assert "HOME" not in environment and "VIRTUAL_ENV" not in environment
    keys = (environment["AWS_ACCESS_KEY_ID"], environment["AWS_SECRET_ACCESS_KEY"], environment["AWS_SESSION_TOKEN"])
    identity = bare.client("sts", keys).get_caller_identity()
    assert identity["Arn"] == f"arn:aws:sts::{ONE}:assumed-role/{pipeline['name']}-function/{pipeline['name']}"
    with refused("AccessDeniedException"):
        bare.client("dynamodb", keys).describe_table(TableName=environment["TABLE"])


def test_emulators_listen_on_the_loopback_address_only(bare: Bare, pipeline: dict[str, Any]) -> None:
    invoke(bare, pipeline["name"])
    mine = {f"pid={each}" for each in processes()}
    lines = subprocess.run(["ss", "-ltnp"], capture_output=True, text=True, check=True).stdout.splitlines()
    listening = [each.split()[3] for each in lines if any(f"{name}," in each for name in mine)]
    assert len(listening) >= 2
    assert all(address.startswith("127.0.0.1:") for address in listening)


def test_a_process_serves_many_invocations_and_several_serve_at_a_time(bare: Bare, pipeline: dict[str, Any]) -> None:
    name = pipeline["name"]
    first, second = (invoke(bare, name, n=each) for each in range(2))
    assert first["process"] == second["process"]
    assert second["seen"] == first["seen"] + 1
    with ThreadPoolExecutor() as pool:
        answers = list(pool.map(lambda _: invoke(bare, name, do="wait", seconds=0.4), range(3)))
    # Two are reserved: the third waits for its turn.
    assert len({each["process"] for each in answers}) == 2


def test_errors_timeouts_and_deaths(bare: Bare, pipeline: dict[str, Any]) -> None:
    name = pipeline["name"]
    failed = invoke(bare, name, do="fail")
    assert (failed["failed"], failed["errorType"], failed["errorMessage"]) == (True, "RuntimeError", "as asked")
    died = invoke(bare, name, do="die")
    assert died["failed"] and "exit status 3" in died["errorMessage"]
    assert invoke(bare, name, n=1)["event"] == {"n": 1}
    emulator = next(iter(each for each, text in processes().items() if "aws-lambda-rie" in text))
    os.kill(emulator, 9)
    eventually(lambda: emulator not in processes())
    assert invoke(bare, name, n=2)["event"] == {"n": 2}
    answer = bare.operator("lambda").invoke(FunctionName=name, Payload=b'{"do": "wait", "seconds": 9}')
    assert answer["FunctionError"] == "Unhandled"
    assert b"Task timed out after 5.00 seconds" in answer["Payload"].read()


def test_a_function_that_will_not_end_is_ended(bare: Bare) -> None:
    name = f"pipe-{uuid4().hex[:6]}"
    bare.stack(name, "pipeline.yaml", CodeBucket=bare.code())
    before = set(processes())
    stubborn = invoke(bare, name, do="ignore")["process"]
    (emulator,) = [each for each, text in processes().items() if each not in before and "aws-lambda-rie" in text]
    os.kill(emulator, 9)
    eventually(lambda: emulator not in processes())
    assert stubborn in processes()
    assert invoke(bare, name, n=1)["process"] != stubborn
    assert stubborn not in processes()


def test_what_a_function_writes_is_told_and_logged(bare: Bare, pipeline: dict[str, Any]) -> None:
    name, mark = pipeline["name"], uuid4().hex
    invoke(bare, name, do="complain", mark=mark)
    eventually(lambda: any(mark in line for line in bare.lines(name)))
    assert "to standard error" in bare.lines(name)
    assert not any("(rapid)" in line for line in bare.lines(name))
    group = pipeline["resources"]["Logs"]

    def logged() -> list[str]:
        return [each["message"] for each in bare.operator("logs").filter_log_events(logGroupName=group)["events"]]

    eventually(lambda: any(mark in line for line in logged()))


def test_an_event_is_answered_before_it_is_worked_on(bare: Bare, pipeline: dict[str, Any]) -> None:
    mark = uuid4().hex
    invoking = bare.operator("lambda").invoke
    answer = invoking(FunctionName=pipeline["name"], InvocationType="Event", Payload=json.dumps({"mark": mark}))
    assert answer["StatusCode"] == 202
    assert bare.control("POST", "drain", {})["finished"]
    eventually(lambda: any(mark in line for line in bare.lines(pipeline["name"])))


def test_changes_reach_the_function_and_deletion_ends_it(bare: Bare) -> None:
    name, bucket = f"pipe-{uuid4().hex[:6]}", bare.code()
    told = bare.stack(name, "pipeline.yaml", CodeBucket=bucket)
    before = invoke(bare, name, n=1)
    text = (STACKS / "pipeline.yaml").read_text()
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        script = (STACKS / "bootstrap").read_text().replace('"seen": seen', '"seen": "changed"')
        entry = zipfile.ZipInfo("bootstrap")
        entry.external_attr = 0o755 << 16
        archive.writestr(entry, script)
    bare.operator("s3").put_object(Bucket=bucket, Key="new.zip", Body=data.getvalue())
    changed = text.replace("{TABLE: !Ref Table", "{EXTRA: more, TABLE: !Ref Table").replace("app.one", "app.three")
    parameters = [
        {"ParameterKey": "CodeBucket", "UsePreviousValue": True},
        {"ParameterKey": "CodeKey", "ParameterValue": "new.zip"},
        {"ParameterKey": "Batch", "ParameterValue": "7"},
    ]
    formation = bare.operator("cloudformation")
    formation.update_stack(
        StackName=name, TemplateBody=changed, Parameters=parameters, Capabilities=["CAPABILITY_NAMED_IAM"]
    )
    assert bare.told(name)["status"] == "UPDATE_COMPLETE", bare.told(name)["failures"]
    after = invoke(bare, name, n=2)
    assert (after["seen"], after["process"] != before["process"]) == ("changed", True)
    assert invoke(bare, name, do="environment")["EXTRA"] == "more"
    pattern = bare.operator("events").describe_rule(Name=told["resources"]["Rule"])["EventPattern"]
    assert json.loads(pattern) == {"source": ["app.three", "app.two"]}
    mapping = bare.operator("lambda").get_event_source_mapping(UUID=told["resources"]["Mapping"])
    assert mapping["BatchSize"] == 7
    formation.delete_stack(StackName=name)
    assert bare.told(told["id"])["status"] == "DELETE_COMPLETE"
    assert after["process"] not in processes()
    with refused("ResourceNotFoundException"):
        invoke(bare, name)


def test_a_function_keeps_what_it_is_configured_with(bare: Bare, pipeline: dict[str, Any]) -> None:
    client, name = bare.operator("lambda"), pipeline["name"]
    configuration = client.get_function(FunctionName=name)
    assert configuration["Concurrency"]["ReservedConcurrentExecutions"] == 2
    told = configuration["Configuration"]
    assert told["LoggingConfig"] == {"LogFormat": "JSON", "LogGroup": pipeline["resources"]["Logs"]}
    assert (told["TracingConfig"], told["Architectures"]) == ({"Mode": "PassThrough"}, ["x86_64"])


def test_a_role_that_lambda_cannot_assume_is_refused(bare: Bare) -> None:
    name, iam = f"role-{uuid4().hex[:6]}", bare.operator("iam")
    trust = {"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": {"Service": "ec2.amazonaws.com"}}
    document = json.dumps({"Version": "2012-10-17", "Statement": [trust]})
    role = iam.create_role(RoleName=name, AssumeRolePolicyDocument=document)["Role"]["Arn"]
    with refused("InvalidParameterValueException"):
        bare.operator("lambda").create_function(
            FunctionName=name, Role=role, Runtime="provided.al2023", Handler="x", Code={"ZipFile": b"x"}
        )


@pytest.mark.parametrize("end", ["terminate", "reset"])
def test_nothing_runs_on_after_the_sandbox(end: str) -> None:
    process, line = start("--bare")
    other = Bare(json.loads(line))
    before = set(processes())
    other.stack("ends", "pipeline.yaml", CodeBucket=other.code())
    with ThreadPoolExecutor() as pool:
        running = pool.submit(invoke, other, "ends", do="wait", seconds=4)
        eventually(lambda: len(set(processes()) - before) >= 2)
        mine = set(processes()) - before
        if end == "reset":
            invoke(other, "ends", n=1)
            running.result()
            other.control("POST", "reset", {"bare": True})
            eventually(lambda: not mine & set(processes()))
        process.terminate()
        assert process.wait(15) == 0
        eventually(lambda: not mine & set(processes()), 5)
        if end == "terminate":
            assert running.exception() is not None or running.result()["failed"]


def test_an_unpacked_function_leaves_no_files(bare: Bare) -> None:
    name = f"pipe-{uuid4().hex[:6]}"
    told = bare.stack(name, "pipeline.yaml", CodeBucket=bare.code())
    folder = Path(invoke(bare, name, do="environment")["LAMBDA_TASK_ROOT"].rstrip("/"))
    assert (folder / "bootstrap").is_file()
    bare.operator("cloudformation").delete_stack(StackName=name)
    assert bare.told(told["id"])["status"] == "DELETE_COMPLETE"
    assert not folder.exists()
