"""One-time passwords (RFC 6238), as a virtual MFA device makes them of the seed it was created with."""

import base64
import hmac
import time

from .call import Call, Refusal
from .principals import iam

STEP = 30


def password(seed: str, moment: float) -> str:
    counter = int(moment // STEP).to_bytes(8)
    digest = hmac.digest(base64.b32decode(seed), counter, "sha1")
    start = digest[-1] & 0xF
    number = int.from_bytes(digest[start : start + 4]) & 0x7FFFFFFF
    return f"{number % 1_000_000:06}"


def is_proven(call: Call) -> bool:
    """Whether the request brings a password of the caller's own device; a wrong one is refused at once."""
    serial, code = call.parameter("SerialNumber"), call.parameter("TokenCode")
    if not serial and not code:
        return False
    if not serial or not code or not _is_right(call, serial, code):
        message = "MultiFactorAuthentication failed with invalid MFA one time pass code."
        raise Refusal("AccessDenied", message, 403)
    return True


def _is_right(call: Call, serial: str, code: str) -> bool:
    """The password of now, or of the step before: a clock may be a little off. A session has no device."""
    device = iam(call.account).virtual_mfa_devices.get(serial)
    if device is None or device.user is None or device.user.arn != call.principal.entity_arn:
        return False
    return any(hmac.compare_digest(code, password(device.base32_string_seed, time.time() - back)) for back in (0, STEP))
