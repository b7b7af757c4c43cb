#!/usr/bin/env python3
"""Writes Fixtures/*.jsonl: what botocore sends, signs and reads for the operations of AWSClient.

Needs botocore, and boto3 and moto for the recorded answers. The seeds are fixed: only another botocore, moto or choice
of operations changes the files (and the recorded answers hold the times of their recording).
"""

import json
import pathlib

import generated_answers
import recorded_answers
import written_requests

FIXTURES = pathlib.Path(__file__).resolve().parent.parent / "Fixtures"


def write(name, lines):
    text = "".join(json.dumps(line, ensure_ascii=False, separators=(",", ":")) + "\n" for line in lines)
    (FIXTURES / name).write_text(text)
    print(f"{name}: {text.count(chr(10))} lines, {len(text.encode())} bytes")


def main():
    FIXTURES.mkdir(exist_ok=True)
    write("requests.jsonl", written_requests.request_lines(seed=1, each=8))
    write("signatures.jsonl", written_requests.signature_lines(seed=2, count=60))
    write("generated-answers.jsonl", generated_answers.answer_lines(seed=3, each=4))
    write("recorded-answers.jsonl", recorded_answers.answer_lines())


if __name__ == "__main__":
    main()
