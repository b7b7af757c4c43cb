"""AWS Organizations: the accounts of the organization."""

from typing import Any

from .call import Call
from .principals import ACCOUNTS, ORGANIZATION, SECURITY_ACCOUNT
from .registry import answers

# An account that is left: it is listed, and nobody can act in it.
SUSPENDED_ACCOUNT = "444444444444"


@answers("organizations", "ListAccounts")
def list_accounts(call: Call) -> dict[str, Any]:
    return {"Accounts": [_account(each, "ACTIVE") for each in ACCOUNTS] + [_account(SUSPENDED_ACCOUNT, "SUSPENDED")]}


def _account(account: str, state: str) -> dict[str, str]:
    return {
        "Id": account,
        "Arn": f"arn:aws:organizations::{SECURITY_ACCOUNT}:account/{ORGANIZATION}/{account}",
        "Name": "security" if account == SECURITY_ACCOUNT else f"service-{account[0]}",
        "Status": state,
        "State": state,
    }
