"""What the stand-in answers: XML of the query protocols, JSON of the others, and errors of both."""
import json
from typing import Any
from xml.sax.saxutils import escape

NAMESPACES = {
    "ec2": "http://ec2.amazonaws.com/doc/2016-11-15",
    "iam": "https://iam.amazonaws.com/doc/2010-05-08/",
    "sts": "https://sts.amazonaws.com/doc/2011-06-15/",
    "sns": "http://sns.amazonaws.com/doc/2010-03-31/",
    "autoscaling": "http://autoscaling.amazonaws.com/doc/2011-01-01/",
    "elasticloadbalancing": "http://elasticloadbalancing.amazonaws.com/doc/2015-12-01/",
}


class Refusal(Exception):
    """An error as AWS answers it."""

    def __init__(self, code: str, message: str, status: int = 400) -> None:
        super().__init__(code, message)
        self.code, self.message, self.status = code, message, status


def element(name: str, value: Any, item: str) -> str:
    """A value as XML: mappings are elements, lists are elements named `item`, an element of a group; None is left out."""
    match value:
        case None:
            return ""
        case dict():
            inside = "".join(element(key, part, item) for key, part in value.items())
        case list():
            inside = "".join(element(item, part, item) for part in value)
        case bool():
            inside = "true" if value else "false"
        case _:
            inside = escape(str(value))
    return f"<{name}>{inside}</{name}>"


def query_answer(service: str, operation: str, result: dict[str, Any]) -> bytes:
    """The answer of a query protocol; EC2 has no element for the result, and names the elements of lists otherwise."""
    if service == "ec2":
        inside = "".join(element(key, value, "item") for key, value in {**result, "requestId": "soak"}.items())
    else:
        inside = element(f"{operation}Result", result, "member") + element("ResponseMetadata", {"RequestId": "soak"}, "member")
    return f'<{operation}Response xmlns="{NAMESPACES[service]}">{inside}</{operation}Response>'.encode()


def query_error(service: str, refusal: Refusal) -> bytes:
    error = element("Error", {"Code": refusal.code, "Message": refusal.message}, "member")
    if service == "ec2":
        return f"<Response><Errors>{error}</Errors><RequestID>soak</RequestID></Response>".encode()
    return f'<ErrorResponse xmlns="{NAMESPACES[service]}">{error}<RequestId>soak</RequestId></ErrorResponse>'.encode()


def json_error(refusal: Refusal) -> bytes:
    return json.dumps({"__type": refusal.code, "message": refusal.message, "Message": refusal.message}).encode()
