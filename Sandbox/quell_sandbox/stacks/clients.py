"""Clients by which a stack makes its resources: the sandbox's own endpoint, with the credentials of who deploys."""

import threading
from dataclasses import dataclass
from typing import Any

import boto3
from botocore.config import Config

_session = boto3.Session()
# boto3's session is not made for threads.
_making = threading.Lock()
_clients: dict[tuple, Any] = {}
LIMIT = 400


@dataclass(frozen=True)
class Aws:
    """One deployment's way to the services."""

    endpoint: str
    account: str
    region: str
    access_key_id: str
    secret: str
    token: str | None = None

    def client(self, service: str) -> Any:
        key = (self.endpoint, self.region, self.access_key_id, service)
        with _making:
            if key not in _clients:
                if len(_clients) >= LIMIT:
                    _clients.clear()
                _clients[key] = _session.client(
                    service,
                    region_name=self.region,
                    endpoint_url=self.endpoint,
                    aws_access_key_id=self.access_key_id,
                    aws_secret_access_key=self.secret,
                    aws_session_token=self.token,
                    config=Config(retries={"max_attempts": 0}, read_timeout=60, proxies={}),
                )
            return _clients[key]

    def arn(self, service: str, resource: str) -> str:
        return f"arn:aws:{service}:{self.region}:{self.account}:{resource}"
