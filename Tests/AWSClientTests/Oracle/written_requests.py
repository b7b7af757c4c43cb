"""Requests as botocore serialises and signs them, from random input of the chosen members."""

import datetime
import json
import random
import urllib.parse

import botocore.auth
import botocore.session
from botocore.awsrequest import AWSRequest, create_request_object, prepare_request_dict
from botocore.credentials import Credentials
from botocore.serialize import create_serializer
from botocore.utils import percent_encode

import chosen

# Space, reserved characters, what forms and JSON escape, and two-, three- and four-byte characters.
LETTERS = "abcXYZ019-._~ +%&=/?#:@!$'()*,;[]{}|\\^`<>\"\n\täßΩ中🦊"
BASES = {
    "plain": "https://{prefix}.{region}.amazonaws.com",
    "global": "https://{prefix}.amazonaws.com",
    "emulator": "http://127.0.0.1:5000",
    "prefixed": "https://proxy.example.com:8443/aws/{service}",
}
KEYS = [
    Credentials("AKIDEXAMPLE", "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY"),
    Credentials("ASIAEXAMPLE", "c2VjcmV0", "IQoJb3JpZ2luX2VjEPT//////////wEaCXVzLWVhc3QtMSJHMEUCIQ=="),
]
SIGNED_HEADERS = ("content-type", "x-amz-target", "x-amz-expected-bucket-owner")


def text(rng, length=12):
    return "".join(rng.choice(LETTERS) for _ in range(rng.randint(1, length)))


def value(rng, shape, below, name):
    kind = shape.type_name
    if kind == "structure":
        return structure(rng, shape, below)
    if kind == "list":
        return [value(rng, shape.member, below, name) for _ in range(rng.choice([0, 1, 1, 2, 3]))]
    if kind == "map":
        keys = sorted({"".join(rng.choice("abcXYZ09") for _ in range(4)) for _ in range(rng.randint(1, 3))})
        return {key: value(rng, shape.value, below, name) for key in keys}
    if kind == "boolean":
        return rng.random() < 0.5
    if kind in ("integer", "long"):
        return rng.choice([0, 1, -1, 443, 65535, 2**31 - 1])
    if name == "Bucket":
        return rng.choice(["my-bucket-1", "dotted.bucket.name", "abc"])
    if name == "ExpectedBucketOwner":
        return "123456789012"
    if kind == "string":
        return text(rng)
    if kind == "blob":
        return rng.randbytes(rng.randint(0, 20))
    if kind == "timestamp":
        return datetime.datetime.fromtimestamp(rng.randint(0, 2**31), datetime.timezone.utc)
    raise ValueError(f"no random {kind}")


def structure(rng, shape, below):
    return {
        name: value(rng, member, inner, name)
        for name, member, inner in chosen.members(shape, below)
        if name in shape.required_members or rng.random() < 0.7
    }


def canonical_json(body):
    return json.dumps(json.loads(body), sort_keys=True, ensure_ascii=False, separators=(",", ":"))


def ours(params, shape):
    """Input in Quell's form: blobs as base64."""
    return chosen.pruned(params, shape, None) if shape is not None else {}


class Frozen:
    """A clock for botocore's signer that stands still."""

    def __init__(self, seconds):
        self.moment = datetime.datetime.fromtimestamp(seconds, datetime.timezone.utc).replace(tzinfo=None)

    def __enter__(self):
        self.before = botocore.auth.get_current_datetime
        botocore.auth.get_current_datetime = lambda remove_tzinfo=True: self.moment

    def __exit__(self, *_):
        botocore.auth.get_current_datetime = self.before


def sign(request, keys, name, region, seconds):
    signer = botocore.auth.S3SigV4Auth if name == "s3" else botocore.auth.SigV4Auth
    with Frozen(seconds):
        signer(keys, name, region).add_auth(request)


def canonical_query(url):
    return [[urllib.parse.unquote(name), urllib.parse.unquote(part)] for name, part in sorted(
        (pair.split("=", 1) + [""])[:2] for pair in urllib.parse.urlsplit(url).query.split("&") if pair)]


def bucket_host(params, base):
    """Where S3's own endpoint takes the bucket; a dot would leave its certificate."""
    return base in ("plain", "global") and "." not in params["Bucket"]


def request_line(rng, service, model, choice, base):
    metadata = model.metadata
    region = rng.choice(["eu-west-1", "us-east-1", "ap-southeast-3"])
    endpoint = BASES[base].format(prefix=metadata["endpointPrefix"], region=region, service=service)
    shape = model.input_shape
    params = structure(rng, shape, choice.get("input", [])) if shape is not None else {}
    for name in params:
        # The path needs a label that is one.
        if shape.members[name].serialization.get("location") == "uri" and not params[name].strip("./ "):
            params[name] = "label"
    serialized = create_serializer(metadata["protocol"], False).serialize_to_request(params, model)
    if service == "s3" and bucket_host(params, base):
        serialized["url_path"] = serialized["url_path"].replace("/" + params["Bucket"], "", 1) or "/"
        scheme, host = endpoint.split("://")
        prepare_request_dict(serialized, endpoint_url=f"{scheme}://{params['Bucket']}.{host}", context={})
    else:
        prepare_request_dict(serialized, endpoint_url=endpoint, context={})
    if metadata["protocol"] == "json" or (metadata["protocol"] == "rest-json" and serialized["body"]):
        serialized["body"] = canonical_json(serialized["body"]).encode()
    request = create_request_object(serialized)
    for header in list(request.headers):
        if header.lower() not in SIGNED_HEADERS:
            del request.headers[header]
    keys = rng.randrange(len(KEYS))
    seconds = rng.randrange(1_600_000_000, 1_900_000_000)
    name = metadata.get("signingName", metadata["endpointPrefix"])
    sign(request, KEYS[keys], name, region, seconds)
    parts = urllib.parse.urlsplit(request.url)
    return {
        "operation": f"{service}:{model.name}", "endpoint": endpoint, "region": region, "keys": keys, "at": seconds,
        "input": ours(params, shape), "method": request.method, "authority": parts.netloc, "path": parts.path,
        "query": canonical_query(request.url),
        "headers": {header.lower(): part for header, part in request.headers.items()},
        "body": (request.body or b"").decode() if isinstance(request.body, bytes) else (request.body or ""),
    }


def signature_line(rng):
    """A request no service model makes: what counts is the signature over odd paths, queries and headers."""
    is_s3 = rng.random() < 0.5
    name = "s3" if is_s3 else rng.choice(["execute-api", "guardduty"])
    key = rng.choice(["", "a/b", "a//b", "./a", "a/../b", "a/b/", "/", "..", "~x"]) + text(rng).replace("\n", "")
    path = "/" + percent_encode(key, safe="/~")
    query = [[text(rng), text(rng)] for _ in range(rng.randint(0, 4))]
    if query and rng.random() < 0.5:
        query.append([query[0][0], text(rng)])
    headers = {"X-Custom": "  a   b ", "User-Agent": "not signed", "Content-Type": "text/plain"}
    body = text(rng, 40)
    seconds = rng.randrange(1_600_000_000, 1_900_000_000)
    keys = rng.randrange(len(KEYS))
    encoded = "&".join(f"{percent_encode(a)}={percent_encode(b)}" for a, b in query)
    url = f"https://host.example.com:8443{path}" + (f"?{encoded}" if query else "")
    request = AWSRequest(method="PUT", url=url, headers=dict(headers), data=body.encode())
    sign(request, KEYS[keys], name, "eu-central-1", seconds)
    return {
        "service": name, "region": "eu-central-1", "keys": keys, "at": seconds, "method": "PUT", "path": path,
        "query": query, "headers": headers, "body": body, "authorization": request.headers["Authorization"],
    }


def request_lines(seed, each):
    rng = random.Random(seed)
    for service, model, choice in chosen.operations():
        for base in [*BASES, "plain", "emulator", "plain", "emulator"][:each]:
            yield request_line(rng, service, model, choice, base)


def signature_lines(seed, count):
    rng = random.Random(seed)
    for _ in range(count):
        yield signature_line(rng)
