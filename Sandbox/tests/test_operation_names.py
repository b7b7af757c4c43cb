import pytest

from quell_sandbox.call import Call
from quell_sandbox.operation_names import name_operation


def named(service: str, method: str, uri: str) -> Call:
    query = uri.partition("?")[2]
    call = Call({"REQUEST_METHOD": method, "RAW_URI": uri, "QUERY_STRING": query}, b"", service)
    name_operation(call)
    return call


@pytest.mark.parametrize(
    ("service", "method", "uri", "operation"),
    [
        ("s3", "GET", "/", "ListBuckets"),
        ("s3", "GET", "/bucket?encryption", "GetBucketEncryption"),
        ("s3", "GET", "/bucket?tagging=", "GetBucketTagging"),
        ("s3", "GET", "/bucket?publicAccessBlock", "GetPublicAccessBlock"),
        ("s3", "GET", "/bucket?list-type=2&prefix=a", "ListObjectsV2"),
        ("s3", "GET", "/bucket?prefix=a", "ListObjects"),
        ("s3", "HEAD", "/bucket", "HeadBucket"),
        ("s3", "PUT", "/bucket/a/b%20c", "PutObject"),
        ("s3", "PUT", "/bucket/a?partNumber=1&uploadId=x", "UploadPart"),
        ("s3", "PUT", "/bucket/", "CreateBucket"),
        ("guardduty", "GET", "/detector", "ListDetectors"),
        ("guardduty", "POST", "/detector/d/findings/archive", "ArchiveFindings"),
        ("guardduty", "POST", "/detector/d/findings", "ListFindings"),
        ("securityhub", "PATCH", "/findings/batchupdate", "BatchUpdateFindings"),
        ("lambda", "POST", "/2015-03-31/functions/f/invocations", "Invoke"),
        ("guardduty", "GET", "/nothing", "-"),
    ],
)
def test_rest_calls_are_named(service: str, method: str, uri: str, operation: str) -> None:
    assert named(service, method, uri).operation == operation


def test_parameters_of_a_path_are_decoded() -> None:
    uri = "/actionTargets/arn%3Aaws%3Asecurityhub%3Ar%3A1%3Aaction/custom/x"
    assert named("securityhub", "DELETE", uri).path_parameters == {
        "ActionTargetArn": "arn:aws:securityhub:r:1:action/custom/x"
    }
