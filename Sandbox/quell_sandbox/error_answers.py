"""An error in the shape its service's protocol gives it."""

import json
from uuid import uuid4
from xml.sax.saxutils import escape

from .call import Answer, Call, Refusal

QUERY_SERVICES = {
    "autoscaling",
    "cloudformation",
    "elasticloadbalancing",
    "iam",
    "monitoring",
    "rds",
    "sns",
    "sts",
}


def family(call: Call) -> str:
    """`json`, `ec2`, `s3` or `query`."""
    if call.header("X-Amz-Target"):
        return "json"
    if call.service in ("ec2", "s3"):
        return call.service
    return "query" if call.service in QUERY_SERVICES else "json"


def error_answer(call: Call, refusal: Refusal) -> Answer:
    request_id = str(uuid4())
    code, message = refusal.code, refusal.message
    shape = family(call)
    if shape == "json":
        body = json.dumps({"__type": code, "message": message, "Message": message})
        headers = [("Content-Type", "application/x-amz-json-1.1"), ("x-amzn-errortype", code)]
    else:
        inner = f"<Code>{escape(code)}</Code><Message>{escape(message)}</Message>"
        body = (
            '<?xml version="1.0" encoding="UTF-8"?>\n'
            + {
                "ec2": f"<Response><Errors><Error>{inner}</Error></Errors>"
                f"<RequestID>{request_id}</RequestID></Response>",
                "s3": f"<Error>{inner}<RequestId>{request_id}</RequestId></Error>",
                "query": f"<ErrorResponse><Error><Type>Sender</Type>{inner}</Error>"
                f"<RequestId>{request_id}</RequestId></ErrorResponse>",
            }[shape]
        )
        headers = [("Content-Type", "text/xml")]
    return Answer(refusal.status, [*headers, ("x-amzn-RequestId", request_id)], body.encode(), error=code)
