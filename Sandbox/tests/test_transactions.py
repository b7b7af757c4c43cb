"""A transaction of DynamoDB is all or nothing, whatever it has changed before it fails."""

from collections.abc import Iterator
from uuid import uuid4

import boto3
import pytest
from moto import mock_aws
from quell_sandbox import transactions

KEYS = [{"AttributeName": "pk", "KeyType": "HASH"}, {"AttributeName": "sk", "KeyType": "RANGE"}]


@pytest.fixture
def dynamodb(monkeypatch: pytest.MonkeyPatch) -> Iterator:
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, "test")
    transactions.install()
    with mock_aws():
        yield boto3.client("dynamodb", region_name="eu-central-1")


def item(part: str, number: int, **more: dict) -> dict:
    return {"pk": {"S": part}, "sk": {"N": str(number)}, **more}


@pytest.mark.parametrize("ranged", [True, False])
def test_a_failed_transaction_leaves_everything_as_it_was(dynamodb, ranged: bool) -> None:
    table, keys = f"table-{uuid4()}", KEYS if ranged else KEYS[:1]
    kinds = [{"AttributeName": "pk", "AttributeType": "S"}, {"AttributeName": "sk", "AttributeType": "N"}]
    dynamodb.create_table(
        TableName=table, KeySchema=keys, AttributeDefinitions=kinds[: len(keys)], BillingMode="PAY_PER_REQUEST"
    )
    for made in (item("a", 1, v={"M": {"n": {"S": "old"}}}), item("b", 1, v={"S": "old"})):
        dynamodb.put_item(TableName=table, Item=made)

    def scan() -> list[dict]:
        return sorted(dynamodb.scan(TableName=table)["Items"], key=str)

    def key(part: str, number: int) -> dict:
        return item(part, number) if ranged else {"pk": {"S": part}}

    before = scan()
    changes = [
        {"Put": {"TableName": table, "Item": item("c", 1)}},
        {"Put": {"TableName": table, "Item": item("b", 1, v={"S": "new"})}},
        {
            "Update": {
                "TableName": table, "Key": key("a", 1), "UpdateExpression": "SET v.n = :n",
                "ExpressionAttributeValues": {":n": {"S": "new"}},
            }
        },
    ]  # fmt: skip
    failing = {"ConditionCheck": {"TableName": table, "Key": key("d", 1), "ConditionExpression": "attribute_exists(pk)"}}
    with pytest.raises(dynamodb.exceptions.TransactionCanceledException):
        dynamodb.transact_write_items(TransactItems=[*changes, failing])
    assert scan() == before
    dynamodb.transact_write_items(TransactItems=changes)
    after = {each["pk"]["S"]: each.get("v") for each in scan()}
    assert after == {"a": {"M": {"n": {"S": "new"}}}, "b": {"S": "new"}, "c": None}
