"""The second factor of a request for a session: the code of a user's virtual device (RFC 6238: SHA-1, 30 seconds, six digits)."""

import base64
import hmac
import struct
import time

from .call import Call, Refusal
from .principals import iam

STEP = 30


def code(seed: str, at: float) -> str:
    """The six digits that a device with this base32 seed shows at a time in seconds since 1970."""
    digest = hmac.digest(base64.b32decode(seed), struct.pack(">Q", int(at) // STEP), "sha1")
    offset = digest[-1] & 0x0F
    return f"{(struct.unpack_from('>I', digest, offset)[0] & 0x7FFFFFFF) % 1_000_000:06d}"


def is_given(call: Call) -> bool:
    """Whether a user's request brings the code of a device of that user; a wrong one is refused, as by STS."""
    serial, given = call.parameter("SerialNumber"), call.parameter("TokenCode") or ""
    if serial is None:
        return False
    principal = call.principal
    device = iam(principal.account).virtual_mfa_devices.get(serial)
    if principal.session is None and device and serial in principal.entity.mfa_devices:
        now = time.time()
        # A clock may be half a minute off.
        if given in {code(device.base32_string_seed, now + skew) for skew in (-STEP, 0, STEP)}:
            return True
    raise Refusal("AccessDenied", "MultiFactorAuthentication failed with invalid MFA one time pass code.", 403)
