import { setTimeout as pause } from 'node:timers/promises';
import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { DescribeExecutionCommand, paginateListExecutions, SFNClient } from '@aws-sdk/client-sfn';
import { location } from '#local/environment/assembly/read-assembly.ts';
import { credentials } from './server.ts';

/** Publishes failed, timed out and stopped executions to EventBridge, which MiniStack's Step Functions does not do. */
export function publishStatusChanges(url: string, stateMachineArn: string): AsyncDisposable {
  const stop = new AbortController();
  const at = { endpoint: url, region: location.region, credentials };
  const [sfn, events] = [new SFNClient(at), new EventBridgeClient(at)];
  const published = new Set<string>();
  const loop = async () => {
    while (!stop.signal.aborted) {
      for (const executionArn of await ended(sfn, stateMachineArn)) {
        if (published.has(executionArn)) continue;
        await publish(sfn, events, executionArn);
        published.add(executionArn);
      }
      await pause(500);
    }
  };
  const running = loop();
  return {
    [Symbol.asyncDispose]: async () => {
      stop.abort();
      await running;
      sfn.destroy();
      events.destroy();
    },
  };
}

async function ended(client: SFNClient, stateMachineArn: string): Promise<string[]> {
  const arns: string[] = [];
  for await (const page of paginateListExecutions({ client }, { stateMachineArn })) {
    for (const { executionArn, status = '' } of page.executions ?? []) {
      if (executionArn !== undefined && ['FAILED', 'TIMED_OUT', 'ABORTED'].includes(status))
        arns.push(executionArn);
    }
  }
  return arns;
}

async function publish(sfn: SFNClient, events: EventBridgeClient, executionArn: string): Promise<void> {
  const { stateMachineArn, name, status, error, cause } = await sfn.send(
    new DescribeExecutionCommand({ executionArn }),
  );
  const detail = { executionArn, stateMachineArn, name, status, error, cause, redriveCount: 0 };
  const entry = {
    Source: 'aws.states',
    DetailType: 'Step Functions Execution Status Change',
    Resources: [executionArn],
    Detail: JSON.stringify(detail),
  };
  await events.send(new PutEventsCommand({ Entries: [entry] }));
}
