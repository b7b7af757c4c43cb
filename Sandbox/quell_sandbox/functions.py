"""Lambda functions that run elsewhere: an ARN and the URL of a runtime interface emulator, or of any HTTP server."""

import queue
import time
import urllib.error
import urllib.request

from . import background
from .call import Answer, Call, Refusal
from .registry import answers
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
    if _unqualified(arn) not in STATE.function_urls:
        raise Refusal("ResourceNotFoundException", f"Function not found: {arn}. Register a URL for it first.", 404)
    if call.header("X-Amz-Invocation-Type") == "Event":
        background.start(lambda: _invoke_with_retries(arn, call.body))
        return Answer(202, [("Content-Type", "application/json")], b"")
    body, failed = _post(arn, call.body)
    headers = [("Content-Type", "application/json"), ("X-Amz-Executed-Version", "$LATEST")]
    if failed:
        headers.append(("X-Amz-Function-Error", "Unhandled"))
    return Answer(200, headers, body)


def invoke_asynchronously(arn: str, body: str) -> None:
    """As Lambda does for events: two more attempts, then the failure is the caller's to record."""
    if _unqualified(arn) not in STATE.function_urls:
        raise Refusal("ResourceNotFoundException", f"Function not found: {arn}. Register a URL for it first.", 404)
    _invoke_with_retries(arn, body.encode())


def _invoke_with_retries(arn: str, body: bytes) -> None:
    answer = b""
    for attempt in range(3):
        answer, failed = _post(arn, body)
        if not failed:
            return
        time.sleep(0.05 * 2**attempt)
    raise FunctionFailed(answer.decode("utf-8", "replace")[:1000])


def _post(arn: str, body: bytes) -> tuple[bytes, bool]:
    """The answer, and whether it is an error of the function."""
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
    return text.startswith(b"Task timed out") or (b'"errorType"' in text and b'"errorMessage"' in text)
