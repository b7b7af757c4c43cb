#!/usr/bin/env python3
"""Checks the policies in CloudFormation templates and policy files against Tools/iam-table.json.

    Tools/check-policies.py FILE...

A file is a template (YAML or JSON, intrinsic functions and all) or one policy document. Says, with file, resource and
statement, and exits 1, when there is

- an action or a condition key that AWS does not document for it,
- an Allow of `*`, of all actions of a service, or of everything but some,
- a service as principal without a condition on where its request comes from,
- an action that changes things, allowed on every resource without a condition although it has types of resources.
"""

import argparse
import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
from policy_checks.rules import problems  # noqa: E402
from policy_checks.templates import Unreadable, policies  # noqa: E402


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", nargs="+", type=pathlib.Path, metavar="FILE")
    checked, sentences = 0, []
    for path in parser.parse_args().files:
        try:
            for found in policies(path):
                checked += 1
                sentences += problems(found)
        except Unreadable as error:
            sentences.append(str(error))
    for sentence in sentences:
        print(sentence, file=sys.stderr)
    print(f"{checked} policies, {len(sentences)} problems.")
    return 1 if sentences else 0


if __name__ == "__main__":
    sys.exit(main())
