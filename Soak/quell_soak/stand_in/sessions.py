"""STS: who calls. Secrets that are handed out are remembered, so that it can be asked where else they appear."""
import dataclasses
import secrets
from typing import Any

from .answers import Refusal
from .world import HOME


@dataclasses.dataclass
class Sessions:
    home_key: str
    by_key: dict[str, tuple[str, str]] = dataclasses.field(default_factory=dict)
    issued: list[tuple[str, str]] = dataclasses.field(default_factory=list)

    def caller(self, key: str) -> tuple[str, str]:
        """Account and session name; the home account's user has no session."""
        if key == self.home_key:
            return HOME, ""
        if key not in self.by_key:
            raise Refusal("InvalidClientTokenId", "The security token included in the request is invalid.", 403)
        return self.by_key[key]

    def named(self) -> list[tuple[str, str]]:
        """Every secret that was handed out, and what it is."""
        return list(self.issued)

    def assume(self, asked: dict[str, str]) -> dict[str, Any]:
        account, name = asked["RoleArn"].split(":")[4], asked["RoleSessionName"]
        key = "ASIA" + secrets.token_hex(8).upper()
        secret, token = secrets.token_hex(20), secrets.token_hex(200)
        self.by_key[key] = account, name
        self.issued += [("secret key of a role", secret), ("session token of a role", token)]
        return {
            "Credentials": {
                "AccessKeyId": key, "SecretAccessKey": secret, "SessionToken": token, "Expiration": "2099-01-01T00:00:00Z",
            },
            "AssumedRoleUser": {
                "AssumedRoleId": f"AROASOAK:{name}",
                "Arn": asked["RoleArn"].replace(":iam:", ":sts:").replace(":role/", ":assumed-role/") + "/" + name,
            },
            "PackedPolicySize": 6, "SourceIdentity": asked.get("SourceIdentity"),
        }
