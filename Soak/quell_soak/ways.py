"""The ways in which a process may have credentials, right and wrong; each brings secrets of its own."""
import dataclasses
import json
import pathlib
from collections.abc import Callable
from typing import Any

from .canaries import Canaries
from .quell import HOME_KEY

KEY, TOKEN = "secret key of the process", "session token of the process"


@dataclasses.dataclass
class Way:
    """`works` says whether calls can be signed with what it brings."""

    name: str
    sow: Callable[["Way", pathlib.Path, str, Canaries], dict[str, str]]
    works: bool = True
    document: dict[str, Any] = dataclasses.field(default_factory=dict)

    def prepare(self, folder: pathlib.Path, endpoint: str, canaries: Canaries) -> dict[str, str]:
        """Writes files and answers the environment; an empty variable counts as none."""
        (folder / ".aws").mkdir()
        none = {"AWS_ACCESS_KEY_ID": "", "AWS_SECRET_ACCESS_KEY": "", "AWS_EC2_METADATA_DISABLED": "true"}
        return none | self.sow(self, folder, endpoint, canaries)


def environment(way: Way, folder: pathlib.Path, endpoint: str, canaries: Canaries) -> dict[str, str]:
    return {"AWS_ACCESS_KEY_ID": HOME_KEY, "AWS_SECRET_ACCESS_KEY": canaries.sow(KEY), "AWS_SESSION_TOKEN": canaries.sow(TOKEN)}


def half_an_environment(way: Way, folder: pathlib.Path, endpoint: str, canaries: Canaries) -> dict[str, str]:
    return {"AWS_SECRET_ACCESS_KEY": canaries.sow(KEY), "AWS_SESSION_TOKEN": canaries.sow(TOKEN)}


def credentials_file(way: Way, folder: pathlib.Path, endpoint: str, canaries: Canaries) -> dict[str, str]:
    (folder / ".aws" / "credentials").write_text(
        f"[default]\naws_access_key_id = {HOME_KEY}\naws_secret_access_key = {canaries.sow(KEY)}\n"
        f"aws_session_token = {canaries.sow(TOKEN)}\n"
    )
    return {}


def spoilt_file(way: Way, folder: pathlib.Path, endpoint: str, canaries: Canaries) -> dict[str, str]:
    """The key has lost its name."""
    (folder / ".aws" / "credentials").write_text(f"[default]\naws_access_key_id = {HOME_KEY}\n{canaries.sow(KEY)}\n")
    return {}


def command(way: Way, folder: pathlib.Path, endpoint: str, canaries: Canaries) -> dict[str, str]:
    return from_command(folder, json.dumps({
        "Version": 1, "AccessKeyId": HOME_KEY, "SecretAccessKey": canaries.sow(KEY), "SessionToken": canaries.sow(TOKEN),
        "Expiration": "2099-01-01T00:00:00Z",
    }), 0)


def spoilt_command(way: Way, folder: pathlib.Path, endpoint: str, canaries: Canaries) -> dict[str, str]:
    """It says the key, and neither as JSON nor with success."""
    return from_command(folder, f"secret={canaries.sow(KEY)} token={canaries.sow(TOKEN)}", 1)


def from_command(folder: pathlib.Path, says: str, status: int) -> dict[str, str]:
    script = folder / "credentials.sh"
    script.write_text(f"#!/bin/sh\ncat <<'END'\n{says}\nEND\nexit {status}\n")
    script.chmod(0o700)
    (folder / ".aws" / "config").write_text(f"[default]\ncredential_process = {script}\n")
    return {}


def container(way: Way, folder: pathlib.Path, endpoint: str, canaries: Canaries) -> dict[str, str]:
    way.document = {
        "AccessKeyId": HOME_KEY, "SecretAccessKey": canaries.sow(KEY), "Token": canaries.sow(TOKEN),
        "Expiration": "2099-01-01T00:00:00Z",
    }
    return {
        "AWS_CONTAINER_CREDENTIALS_FULL_URI": f"{endpoint}/credentials",
        "AWS_CONTAINER_AUTHORIZATION_TOKEN": canaries.sow("token of the container"),
    }


WAYS = [
    Way("environment", environment), Way("credentials file", credentials_file), Way("credential_process", command),
    Way("container", container), Way("half an environment", half_an_environment, works=False),
    Way("spoilt file", spoilt_file, works=False), Way("spoilt credential_process", spoilt_command, works=False),
]
