"""Invocations of Lambda functions: those that CreateFunction made, and those registered with a URL."""

import json
import queue
import time
import urllib.error
import urllib.request

from moto.awslambda.models import lambda_backends

from . import background, function_pools
from .call import Answer, Call, Refusal
from .emulator import EmulatorFailed
from .registry import answers, checks
from .service_sessions import check_trust
from .state import STATE

TIMEOUT = 60


class FunctionFailed(Exception):
    """The function answered with an error, or could not be reached."""


def register(arn: str, url: str) -> None:
    """Each URL takes one invocation at a time: several URLs for one ARN are that much concurrency."""
    STATE.function_urls.setdefault(_unqualified(arn), queue.Queue()).put(url)


def _unqualified(arn: str) -> str:
    return ":".join(arn.split(":")[:7])


@answers("lambda", "Invoke", slow=True)
def invoke(call: Call) -> Answer:
    name = call.path_parameters["FunctionName"]
    arn = name if name.startswith("arn:") else f"arn:aws:lambda:{call.region}:{call.account}:function:{name}"
    _check_known(arn)
    if call.header("X-Amz-Invocation-Type") == "Event":
        background.start(lambda: _invoke_with_retries(arn, call.body))
        return Answer(202, [("Content-Type", "application/json")], b"")
    body, failed = invoke_once(arn, call.body)
    headers = [("Content-Type", "application/json"), ("X-Amz-Executed-Version", "$LATEST")]
    if failed:
        headers.append(("X-Amz-Function-Error", "Unhandled"))
    return Answer(200, headers, body)


def invoke_asynchronously(arn: str, body: str) -> None:
    """As Lambda does for events: two more attempts, then the failure is the caller's to record."""
    _check_known(arn)
    _invoke_with_retries(arn, body.encode())


def _check_known(arn: str) -> None:
    if _unqualified(arn) not in STATE.function_urls and function_pools.find(arn) is None:
        raise Refusal("ResourceNotFoundException", f"Function not found: {arn}", 404)


def _invoke_with_retries(arn: str, body: bytes) -> None:
    answer = b""
    for attempt in range(3):
        try:
            answer, failed = invoke_once(arn, body)
        except Refusal as refusal:
            answer, failed = str(refusal).encode(), True
        if not failed:
            return
        time.sleep(0.05 * 2**attempt)
    raise FunctionFailed(answer.decode("utf-8", "replace")[:1000])


def invoke_once(arn: str, body: bytes) -> tuple[bytes, bool]:
    """The answer, and whether it is an error of the function. Throttling is a Refusal."""
    if _unqualified(arn) in STATE.function_urls:
        return _post(arn, body)
    function = function_pools.find(arn)
    if function is None:
        raise Refusal("ResourceNotFoundException", f"Function not found: {arn}", 404)
    try:
        status, answer = function_pools.invoke(function, body)
    except EmulatorFailed as error:
        return json.dumps({"errorType": "Runtime.Failed", "errorMessage": str(error)}).encode(), True
    return answer, status >= 400 or _is_error(answer)


def _post(arn: str, body: bytes) -> tuple[bytes, bool]:
    urls = STATE.function_urls[_unqualified(arn)]
    try:
        url = urls.get(timeout=TIMEOUT)
    except queue.Empty:
        return b'{"errorType":"TooManyRequestsException","errorMessage":"Every URL is busy."}', True
    try:
        with urllib.request.urlopen(urllib.request.Request(url, data=body, method="POST"), timeout=TIMEOUT) as answer:
            text = answer.read()
            return text, "X-Amz-Function-Error" in answer.headers or _is_error(text)
    except urllib.error.HTTPError as error:
        return error.read() or f'{{"errorType":"HTTP {error.code}","errorMessage":""}}'.encode(), True
    except OSError as error:
        return f'{{"errorType":"{type(error).__name__}","errorMessage":"{url} cannot be reached."}}'.encode(), True
    finally:
        urls.put(url)


def _is_error(text: bytes) -> bool:
    """The emulator says by the body alone that a function failed."""
    if text.startswith(b"Task timed out"):
        return True
    if b'"errorType"' not in text or b'"errorMessage"' not in text:
        return False
    try:
        value = json.loads(text)
    except ValueError:
        return True
    return isinstance(value, dict) and {"errorType", "errorMessage"} <= set(value)


@checks("lambda", "CreateFunction", "UpdateFunctionConfiguration")
def check_role(call: Call) -> None:
    """Lambda takes no role that it cannot assume."""
    role = call.input.get("Role")
    if role is None and call.operation == "UpdateFunctionConfiguration":
        return
    try:
        check_trust(role or "", function_pools.SERVICE, {})
    except Refusal:
        message = "The role defined for the function cannot be assumed by Lambda."
        raise Refusal("InvalidParameterValueException", message) from None


@checks("lambda", "CreateFunction")
def check_function(call: Call) -> None:
    arn = f"arn:aws:lambda:{call.region}:{call.account}:function:{call.required('FunctionName')}"
    if function_pools.find(arn) is not None:
        raise Refusal("ResourceConflictException", f"Function already exist: {call.input['FunctionName']}", 409)


@answers("lambda", "DeleteFunction", slow=True)
def delete_function(call: Call) -> Answer:
    """Its processes end with it."""
    name = call.path_parameters["FunctionName"]
    arn = name if name.startswith("arn:") else f"arn:aws:lambda:{call.region}:{call.account}:function:{name}"
    function = function_pools.find(arn)
    if function is None or arn.split(":")[4] != call.account:
        raise Refusal("ResourceNotFoundException", f"Function not found: {arn}", 404)
    lambda_backends[call.account][arn.split(":")[3]].delete_function(function.function_name)
    function_pools.stop(function.function_arn)
    return Answer(204, [("Content-Type", "application/json")], b"")

