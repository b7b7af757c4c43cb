"""CloudFormation: stacks whose resources are made by the sandbox's own service APIs, as AWS makes them.

moto's CloudFormation leaves out what it does not know, types and properties alike. Here every type and every property
is either made or fails the stack.
"""
