import { expect } from 'vitest';
import { startDynamoDb } from '#local/emulators/dynamodb/server.ts';
import type { TaskAnswer } from '#local/step-functions/index.ts';
import { sdkTaskCaller } from '#local/step-functions/integrations/sdk-caller.ts';
import type { Endpoints } from '#local/step-functions/integrations/services.ts';
import type { TaskCall } from '#state-machines/asl/types.ts';
import {
  credentials,
  jobTable,
  region,
  removeFolder,
  serviceOptions,
} from '#test/unit/local/emulators/fixture.ts';
import { type FakeService, startFakeService } from './fake-service.ts';

const idle = { status: 200, body: '{}' };

/** DynamoDB, a fake of every other service, and a task caller for both. */
export interface TaskServices {
  readonly fake: FakeService;
  call(
    resource: string,
    parameters: object,
    more?: Partial<TaskCall>,
    endpoints?: Endpoints,
  ): Promise<TaskAnswer>;
  remove(): Promise<void>;
}

export async function startTaskServices(): Promise<TaskServices> {
  const options = await serviceOptions();
  const dynamodb = await startDynamoDb({ ...options, tables: [jobTable] });
  const fake = await startFakeService(idle);
  const { url } = fake;
  const known = { dynamodb: dynamodb.url, lambda: url, sfn: url, s3: url, eventbridge: url };
  return {
    fake,
    call(resource, parameters, more = {}, endpoints = known) {
      const caller = sdkTaskCaller({ credentials, region, connections: 8, endpoints: () => endpoints });
      return caller({ ...taskCall(resource, parameters), ...more }, AbortSignal.timeout(20_000));
    },
    async remove() {
      await Promise.all([dynamodb.close(), fake.close()]);
      await removeFolder(options);
    },
  };
}

function taskCall(resource: string, parameters: object): TaskCall {
  const parts = resource.split(':');
  const action = parts.pop() ?? '';
  return {
    scheduledEventId: 3,
    stateName: 'Work',
    kind: parts[0] === 'aws-sdk' ? 'aws-sdk' : 'optimized',
    resourceType: parts.join(':'),
    resource: action,
    parameters: JSON.stringify(parameters),
    taskToken: undefined,
    submitted: false,
  };
}

/** The output as JSON; fails the test when the task failed. */
export async function output(answer: Promise<TaskAnswer>): Promise<unknown> {
  const settled = await answer;
  expect(settled).toMatchObject({ ok: true });
  return settled.ok ? JSON.parse(settled.output) : undefined;
}
