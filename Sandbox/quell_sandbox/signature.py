"""Signature Version 4, checked as AWS checks it: key, session token, clock, scope, payload, signature."""

import hashlib
import hmac
import re
from datetime import datetime, timedelta, timezone
from urllib.parse import quote

from botocore.utils import normalize_url_path

from .call import Call, Refusal
from .error_answers import family
from .principals import Principal, find_principal
from .state import utc_now

ALLOWED_SKEW = timedelta(minutes=5)
AUTHORIZATION = re.compile(
    r"AWS4-HMAC-SHA256 Credential=(?P<key>[^/,]+)/(?P<date>\d{8})/(?P<region>[^/,]+)/(?P<service>[^/,]+)/aws4_request"
    r",\s*SignedHeaders=(?P<headers>[^,]+),\s*Signature=(?P<signature>[0-9a-f]{64})"
)
# What each protocol family calls the same failure: code, status.
CODES = {
    "key": {
        "query": ("InvalidClientTokenId", 403),
        "ec2": ("AuthFailure", 401),
        "s3": ("InvalidAccessKeyId", 403),
        "json": ("UnrecognizedClientException", 403),
    },
    "token": {
        "query": ("InvalidClientTokenId", 403),
        "ec2": ("AuthFailure", 401),
        "s3": ("InvalidToken", 400),
        "json": ("UnrecognizedClientException", 403),
    },
    "expired": {
        "query": ("ExpiredToken", 403),
        "ec2": ("RequestExpired", 400),
        "s3": ("ExpiredToken", 400),
        "json": ("ExpiredTokenException", 403),
    },
    "skew": {
        "query": ("SignatureDoesNotMatch", 403),
        "ec2": ("RequestExpired", 400),
        "s3": ("RequestTimeTooSkewed", 403),
        "json": ("InvalidSignatureException", 403),
    },
    "signature": {
        "query": ("SignatureDoesNotMatch", 403),
        "ec2": ("AuthFailure", 401),
        "s3": ("SignatureDoesNotMatch", 403),
        "json": ("InvalidSignatureException", 403),
    },
}


def read_scope(call: Call) -> None:
    """Sets what the Authorization header says about the call, right or wrong."""
    if match := AUTHORIZATION.match(call.header("Authorization") or ""):
        call.access_key_id, call.region, call.service = match["key"], match["region"], match["service"]


def authenticate(call: Call) -> Principal:
    """The principal that signed the call."""
    match = AUTHORIZATION.fullmatch((call.header("Authorization") or "").strip())
    if not match:
        raise Refusal("MissingAuthenticationToken", "Request is missing Authentication Token", 403)
    principal = find_principal(match["key"])
    if principal is None:
        raise _refusal(call, "key", "The security token included in the request is invalid.")
    _check_token(call, principal)
    stamp = _check_clock(call, match["date"])
    signed = match["headers"].split(";")
    if "host" not in signed or (stamp and "x-amz-date" not in signed):
        raise _refusal(call, "signature", "'Host' and 'X-Amz-Date' must be signed headers.")
    scope = f"{match['date']}/{match['region']}/{match['service']}/aws4_request"
    text = "\n".join(["AWS4-HMAC-SHA256", stamp, scope, _sha256(_canonical_request(call, signed).encode())])
    wanted = hmac.new(_signing_key(principal.secret, scope), text.encode(), hashlib.sha256).hexdigest()
    if not hmac.compare_digest(wanted, match["signature"]):
        raise _refusal(
            call,
            "signature",
            "The request signature we calculated does not match the signature you provided. "
            "Check your AWS Secret Access Key and signing method.",
        )
    return principal


def _check_token(call: Call, principal: Principal) -> None:
    token = call.header("X-Amz-Security-Token")
    expected = principal.session.token if principal.session else None
    if token != expected:
        raise _refusal(call, "token", "The security token included in the request is invalid.")
    if principal.session and principal.session.expires <= utc_now():
        raise _refusal(call, "expired", "The security token included in the request is expired")


def _check_clock(call: Call, scope_date: str) -> str:
    stamp = call.header("X-Amz-Date") or ""
    try:
        moment = datetime.strptime(stamp, "%Y%m%dT%H%M%SZ").replace(tzinfo=timezone.utc)
    except ValueError:
        raise _refusal(call, "signature", "The X-Amz-Date header is missing or malformed.") from None
    now = utc_now()
    if abs(now - moment) > ALLOWED_SKEW:
        relation = "Signature expired" if moment < now else "Signature not yet current"
        raise _refusal(call, "skew", f"{relation}: {stamp} and {now:%Y%m%dT%H%M%SZ} differ by more than 5 min.")
    if not stamp.startswith(scope_date):
        raise _refusal(call, "signature", "The date of the credential scope is not that of X-Amz-Date.")
    return stamp


def _canonical_request(call: Call, signed: list[str]) -> str:
    path, _, query = call.environ["RAW_URI"].partition("?")
    path = path or "/"
    if call.service != "s3":
        path = quote(normalize_url_path(path), safe="/~")
    pairs = sorted(tuple(pair.partition("=")[::2]) for pair in query.split("&") if pair)
    headers = "".join(f"{name}:{' '.join((call.header(name) or '').split())}\n" for name in signed)
    return "\n".join(
        [
            call.environ["REQUEST_METHOD"],
            path,
            "&".join(f"{name}={value}" for name, value in pairs),
            headers,
            ";".join(signed),
            _payload_hash(call),
        ]
    )


def _payload_hash(call: Call) -> str:
    actual, said = _sha256(call.body), call.header("X-Amz-Content-SHA256")
    if said and re.fullmatch(r"[0-9a-f]{64}", said) and said != actual:
        if call.service == "s3":
            message = "The provided 'x-amz-content-sha256' header does not match what was computed."
            raise Refusal("XAmzContentSHA256Mismatch", message, 400)
        raise _refusal(call, "signature", "The payload does not match its X-Amz-Content-SHA256 header.")
    return said or actual


def _signing_key(secret: str, scope: str) -> bytes:
    key = ("AWS4" + secret).encode()
    for part in scope.split("/"):
        key = hmac.new(key, part.encode(), hashlib.sha256).digest()
    return key


def _sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def _refusal(call: Call, failure: str, message: str) -> Refusal:
    code, status = CODES[failure][family(call)]
    if call.header("X-Amz-Target"):
        status = 400
    return Refusal(code, message, status)
