import { StartExecutionCommand, StopExecutionCommand } from '@aws-sdk/client-sfn';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ExecutionStatusChange } from '#contracts/notifications.ts';
import type { StatusChangeEvent } from '#local/step-functions/index.ts';
import {
  accountId,
  definition,
  executionArn,
  machineArn,
  region,
  startRuntime,
  stateMachine,
  type TestRuntime,
} from './runtime.ts';

const stateMachines = [
  stateMachine('Pass', definition({ Pass: { Type: 'Pass', End: true } })),
  stateMachine('Fail', definition({ Fail: { Type: 'Fail', Error: 'E', Cause: 'because' } })),
  stateMachine('Wait', definition({ Wait: { Type: 'Wait', Seconds: 3_600, End: true } })),
];
let runtime: TestRuntime;
let heard: StatusChangeEvent[];

beforeEach(async () => {
  vi.spyOn(console, 'error').mockImplementation(() => {});
  heard = [];
});
afterEach(async () => {
  await runtime.discard();
  vi.restoreAllMocks();
});

async function started(
  onStatusChange: (event: StatusChangeEvent) => Promise<void>,
  stateMachine: string,
  more = {},
) {
  runtime = await startRuntime({ stateMachines: stateMachines, onStatusChange, ...more });
  await runtime.client.send(
    new StartExecutionCommand({ stateMachineArn: machineArn(stateMachine), name: 'one', input: '{"a":1}' }),
  );
}

const listen = async (event: StatusChangeEvent) => {
  heard.push(event);
};
const statuses = () => heard.map(({ detail }) => detail.status);

describe('a change of status', () => {
  it('is published in the form of EventBridge', async () => {
    await started(listen, 'Fail');
    await expect.poll(statuses).toEqual(['RUNNING', 'FAILED']);

    expect(heard[1]).toEqual({
      version: '0',
      id: expect.any(String),
      'detail-type': 'Step Functions Execution Status Change',
      source: 'aws.states',
      account: accountId,
      time: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/),
      region,
      resources: [executionArn('Fail', 'one')],
      detail: {
        executionArn: executionArn('Fail', 'one'),
        stateMachineArn: machineArn('Fail'),
        name: 'one',
        status: 'FAILED',
        startDate: expect.any(Number),
        stopDate: expect.any(Number),
        input: '{"a":1}',
        inputDetails: { included: true },
        output: null,
        outputDetails: null,
        stateMachineVersionArn: null,
        stateMachineAliasArn: null,
        redriveCount: 0,
        redriveDate: null,
        redriveStatus: 'REDRIVABLE',
        redriveStatusReason: null,
        error: 'E',
        cause: 'because',
      },
    });
    expect(heard.map((event) => ExecutionStatusChange.safeParse(event).success)).toEqual([true, true]);
  });

  it('is published for the start and for the end', async () => {
    await started(listen, 'Wait');
    await expect.poll(statuses).toEqual(['RUNNING']);

    await runtime.client.send(new StopExecutionCommand({ executionArn: executionArn('Wait', 'one') }));

    await expect.poll(statuses).toEqual(['RUNNING', 'ABORTED']);
  });

  it('omits data that would make the event too large', async () => {
    runtime = await startRuntime({ stateMachines: stateMachines, onStatusChange: listen });
    const input = JSON.stringify('a'.repeat(255 * 1024));

    await runtime.client.send(new StartExecutionCommand({ stateMachineArn: machineArn('Pass'), input }));

    await expect
      .poll(() => heard.at(-1)?.detail)
      .toMatchObject({
        status: 'SUCCEEDED',
        input: null,
        inputDetails: { included: false },
        output: null,
        outputDetails: { included: false },
      });
  });

  it('is published again, unchanged, after a failure', async () => {
    const ids: string[] = [];
    const failOnce = async (event: StatusChangeEvent) => {
      ids.push(event.id);
      if (ids.length === 1) throw new Error('the handler failed');
      heard.push(event);
    };

    await started(failOnce, 'Fail');
    await expect.poll(() => statuses().toSorted(), { timeout: 10_000 }).toEqual(['FAILED', 'RUNNING']);

    expect(ids).toHaveLength(3);
    expect(new Set(ids).size).toBe(2);
  });

  it('is published after a restart when the process stopped before, and only once', async () => {
    await started(() => Promise.reject(new Error('nobody listens')), 'Fail');
    await runtime.restart({ onStatusChange: listen });
    await expect.poll(() => statuses().toSorted(), { timeout: 10_000 }).toEqual(['FAILED', 'RUNNING']);

    await runtime.restart({ onStatusChange: listen });
    await runtime.client.send(
      new StartExecutionCommand({ stateMachineArn: machineArn('Pass'), name: 'two' }),
    );

    await expect
      .poll(() => heard.slice(2).map(({ detail }) => `${detail.name} ${detail.status}`))
      .toEqual(['two RUNNING', 'two SUCCEEDED']);
  });

  it('waits while the runtime is paused', async () => {
    await started(listen, 'Fail', { paused: true });
    expect(heard).toEqual([]);

    runtime.service.resume();

    await expect.poll(statuses).toEqual(['RUNNING', 'FAILED']);
  });
});
