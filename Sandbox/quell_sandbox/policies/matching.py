"""Whether a statement speaks about a request: its action, its resource, its principal."""

from .conditions import conditions_hold, replace_variables
from .documents import Statement
from .patterns import like, resource_like
from .request import Request


def applies(statement: Statement, request: Request) -> bool:
    """Conditions are looked at last: a statement about something else may use keys of another service."""
    about = _action(statement, request) and _resource(statement, request) and _principal(statement, request)
    return about and conditions_hold(statement, request)


def _action(statement: Statement, request: Request) -> bool:
    action = request.action.lower()
    if statement.other_actions is not None:
        return not any(like(action, each) for each in statement.other_actions)
    return any(like(action, each) for each in statement.actions or ())


def _resource(statement: Statement, request: Request) -> bool:
    """A trust policy names no resource: it is about its own role."""
    if statement.other_resources is not None:
        return not _any_resource(statement, request, statement.other_resources)
    return statement.resources is None or _any_resource(statement, request, statement.resources)


def _any_resource(statement: Statement, request: Request, patterns: tuple[str, ...]) -> bool:
    texts = replace_variables(request, patterns) if statement.variables else patterns
    return any(resource_like(request.resource, each) for each in texts)


def _principal(statement: Statement, request: Request) -> bool:
    if statement.other_principals is not None:
        # To be excepted, a principal must be named as everything it is: its account, its role, its session.
        names = [name for _, name in statement.other_principals]
        return "*" not in names and not all(
            any(each in names for each in spellings) for spellings in _identities(request)
        )
    if statement.principals is None:
        return True
    return any(grip(kind, name, request) is not None for kind, name in statement.principals)


def grip(kind: str, name: str, request: Request) -> str | None:
    """How a principal element takes hold of the caller: as `everyone`, its `account`, its `entity` (a user or the
    role of a session), its `session`, a `service`, or not at all."""
    if kind == "AWS" and name == "*":
        return "everyone"
    if kind == "Service":
        return "service" if request.is_service and name == request.principal else None
    if kind == "Federated":
        return "entity" if name == request.value("aws:FederatedProvider") else None
    if kind != "AWS" or request.principal_account is None:
        return None
    if name == request.principal:
        return "session" if ":assumed-role/" in name else "account" if name.endswith(":root") else "entity"
    if name == request.value("aws:PrincipalArn"):
        return "entity"
    return "account" if name in _account(request) else None


def _account(request: Request) -> tuple[str, ...]:
    account = request.principal_account
    return (str(account), f"arn:{request.principal.split(':')[1]}:iam::{account}:root")


def _identities(request: Request) -> list[tuple[str, ...]]:
    if request.principal_account is None:
        return [(request.principal,)]
    return [_account(request), (str(request.value("aws:PrincipalArn")),), (request.principal,)]
