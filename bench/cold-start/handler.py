"""A typical Python handler, which creates its boto3 clients at import. Prints its CPU time and memory."""

import json
import os
import resource
import sys
import time

import boto3

TABLE = boto3.resource("dynamodb").Table(os.environ["JOB_STATUS_TABLE"]) if "dynamodb" in sys.argv else None
CLIENTS = {name: boto3.client(name) for name in sys.argv[1:] if name != "dynamodb"}


def lambda_handler(event: dict[str, object], context: object) -> dict[str, object]:
    return {"statusCode": 200, "body": json.dumps(event)}


if __name__ == "__main__":
    usage = resource.getrusage(resource.RUSAGE_SELF)
    unit = 2**20 if sys.platform == "darwin" else 2**10
    print(json.dumps({"cpu": 1000 * time.process_time(), "memory": usage.ru_maxrss / unit}), flush=True)
