"""Answers that repeat what was sent: AWS does so when a signature does not match, and proxies do in their error pages."""
import dataclasses
from collections.abc import Callable

from .stand_in.answers import Refusal, json_error, query_error
from .stand_in.request import Request

Answer = tuple[int, str, bytes]


@dataclasses.dataclass(frozen=True)
class Fault:
    name: str
    strike: Callable[[Request, str], Answer | None]

    def answer(self, request: Request, service: str) -> Answer | None:
        return self.strike(request, service)


def mismatch(request: Request, service: str) -> Answer:
    """What AWS says of a signature, with the canonical request, in which the token stands."""
    token = request.headers.get("x-amz-security-token", "")
    refusal = Refusal(
        "SignatureDoesNotMatch",
        "The request signature we calculated does not match the signature you provided. The Canonical String for this request "
        f"should have been\n'POST\n/\n\nhost:127.0.0.1\nx-amz-security-token:{token}\n\nhost;x-amz-security-token\n'", 403,
    )
    if service in ("guardduty", "config"):
        return 403, "application/json", json_error(refusal)
    return 403, "text/xml", query_error(service, refusal)


def page(request: Request, service: str) -> Answer:
    """A proxy's error page, which repeats the headers."""
    lines = "\n".join(f"{name}: {value}" for name, value in request.headers.items())
    return 502, "text/html", f"<html><h1>Bad gateway</h1><pre>{lines}</pre></html>".encode()


def only(name: str, strike: Callable[[Request, str], Answer]) -> Callable[[Request, str], Answer | None]:
    return lambda request, service: strike(request, service) if service == name else None


FAULTS = [
    Fault("none", lambda request, service: None),
    *(Fault(f"{name} repeats the token", only(name, mismatch)) for name in ("sts", "iam", "ec2", "guardduty", "sns")),
    *(Fault(f"a proxy's page for {name}", only(name, page)) for name in ("sts", "iam", "guardduty", "sns")),
]
