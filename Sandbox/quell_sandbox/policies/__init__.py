"""AWS policies, evaluated as AWS documents it: a pure function of documents and a request.

Nothing here knows of moto, HTTP or the sandbox. `evaluate` answers for all the layers that stand between a
principal and a resource, `decide` for the documents of one of them.
"""

from .documents import PolicyError, Statement, read_statements
from .evaluation import evaluate
from .layers import Layer, decide
from .matching import applies
from .request import Decision, Request

__all__ = [
    "Decision", "Layer", "PolicyError", "Request", "Statement", "applies", "decide", "evaluate", "read_statements",
]  # fmt: skip
