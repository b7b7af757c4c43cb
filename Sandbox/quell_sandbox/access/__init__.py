"""What a request asks of IAM: its actions, the resources of each, and the condition context of both."""
