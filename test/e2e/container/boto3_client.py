"""What an operator does with boto3: `boto3_client.py ENDPOINT MACHINE_ARN`, credentials from the environment.

Prints one JSON object of what it saw.
"""

from __future__ import annotations

import json
import sys
import time
from typing import Any

import boto3
from botocore.exceptions import ClientError


def main(endpoint: str, machine: str) -> dict[str, Any]:
    client = boto3.client("stepfunctions", endpoint_url=endpoint, region_name="us-east-1")
    first = client.start_execution(stateMachineArn=machine, name="one", input='{"a":1}')
    again = client.start_execution(stateMachineArn=machine, name="one", input='{"a":1}')
    arn = first["executionArn"]
    token = waiting_token(client, arn)
    running = client.list_executions(stateMachineArn=machine, statusFilter="RUNNING")["executions"]
    client.send_task_success(taskToken=token, output='{"answer":42}')
    ended = until_ended(client, arn)
    pages = client.get_paginator("get_execution_history").paginate(executionArn=arn, PaginationConfig={"PageSize": 2})
    events = [event for page in pages for event in page["events"]]
    stopped = client.start_execution(stateMachineArn=machine, name="two")["executionArn"]
    client.stop_execution(executionArn=stopped, error="Enough", cause="An operator stopped it.")
    return {
        "same": first["executionArn"] == again["executionArn"],
        "running": [each["name"] for each in running],
        "status": ended["status"],
        "output": json.loads(ended["output"]),
        "types": [event["type"] for event in events],
        "stopped": client.describe_execution(executionArn=stopped)["status"],
        "again": error_of(lambda: client.send_task_success(taskToken=token, output="{}")),
        "other": error_of(lambda: client.start_execution(stateMachineArn=machine, name="one", input="{}")),
        "nowhere": error_of(lambda: client.describe_execution(executionArn=arn + "x")),
        "valid": client.validate_state_machine_definition(definition='{"StartAt":"A","States":{}}')["result"],
    }


def waiting_token(client: Any, arn: str) -> str:  # noqa: ANN401
    """Waits for the task's own call, and returns the token in the task's parameters."""
    for _ in range(200):
        events = client.get_execution_history(executionArn=arn, reverseOrder=True)["events"]
        if any(event["type"] == "TaskSubmitted" for event in events):
            scheduled = next(event for event in events if event["type"] == "TaskScheduled")
            parameters = json.loads(scheduled["taskScheduledEventDetails"]["parameters"])
            return str(parameters["Payload"]["token"])
        time.sleep(0.05)
    raise TimeoutError("The task did not come to wait for its token.")


def until_ended(client: Any, arn: str) -> Any:  # noqa: ANN401
    for _ in range(200):
        described = client.describe_execution(executionArn=arn)
        if described["status"] != "RUNNING":
            return described
        time.sleep(0.05)
    raise TimeoutError("The execution did not end.")


def error_of(call: Any) -> str:  # noqa: ANN401
    try:
        call()
    except ClientError as error:
        return str(error.response["Error"]["Code"])
    return "none"


if __name__ == "__main__":
    print(json.dumps(main(*sys.argv[1:])))
