import { SendTaskFailureCommand, SendTaskSuccessCommand, StartExecutionCommand } from '@aws-sdk/client-sfn';
import type { APIGatewayProxyEvent } from 'aws-lambda';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { jobIdOf, sessionKeys, uploadedPhotoKey } from '#contracts/keys.ts';
import { InferenceNotification } from '#contracts/notifications.ts';
import { SessionRow } from '#contracts/session.ts';
import { handler as initialize } from '#tasks/api/initialize.ts';
import { handler as executionStatus } from '#tasks/callbacks/execution-status.ts';
import { handler as inferenceResult } from '#tasks/callbacks/inference-result.ts';
import { storeToken } from '#tasks/core/callback/store.ts';
import { context } from '../unit/tasks/support/calls.ts';
import { getItem } from '../unit/tasks/support/database.ts';
import { settings } from '../unit/tasks/support/environment.ts';
import { liveIn } from '../unit/tasks/support/fixtures.ts';
import { embeddingAnswer, given, row } from '../unit/tasks/support/sessions.ts';
import { eventsIn } from './histories.ts';

const fixtures = liveIn();

/** Values of the placeholders in recorded events. */
const recorded = {
  user_id: 'user-0001',
  session_id: 'session-0001',
  job_id: `gen3d-${'1'.padStart(46, '0')}`,
};
const metadata = {
  ...recorded,
  user_email: 'user-1@example.com',
  created_at: new Date(0).toISOString(),
  settings: {},
};
const keys = sessionKeys(recorded.user_id, recorded.session_id);

function eventOf(kind: 'api' | 'sns' | 'eventbridge', name: string): unknown {
  return eventsIn(kind).find((one) => one.name === name)?.event;
}

const Notified = z.looseObject({
  Records: z.tuple([z.object({ Sns: z.looseObject({ Message: z.string() }) })]),
});
const located = ({ inferenceId, responseParameters }: InferenceNotification) => {
  const [, bucket = '', key = ''] =
    /^s3:\/\/([^/]+)\/(.+)$/.exec(responseParameters?.outputLocation ?? '') ?? [];
  return { inferenceId, bucket, key };
};

function notifications(name: string) {
  return z
    .array(Notified)
    .parse(eventOf('sns', name))
    .map((event) => ({
      event,
      message: located(InferenceNotification.parse(JSON.parse(event.Records[0].Sns.Message))),
    }));
}

async function rowNow(): Promise<SessionRow> {
  return SessionRow.parse(await getItem(recorded.job_id));
}

const successes = () => fixtures.sfn.commandCalls(SendTaskSuccessCommand).map(({ args }) => args[0].input);
const failures = () => fixtures.sfn.commandCalls(SendTaskFailureCommand).map(({ args }) => args[0].input);

beforeAll(() => {
  process.env.S3_BUCKET = notifications('completed')[0]?.message.bucket;
});

describe('functions with recorded events', () => {
  beforeEach(() => given(row({ ...recorded, stage: 'embedding', progress: 10 })));

  it('starts a session: POST /initialize', async () => {
    const { user_id, session_id } = recorded;
    fixtures.s3.put(uploadedPhotoKey(user_id, session_id, 'png'), 'photo');
    const event: APIGatewayProxyEvent = z
      .custom<APIGatewayProxyEvent>()
      .parse(eventOf('api', 'post-initialize'));

    const answer = await initialize(event, context);

    expect(answer.statusCode).toBe(202);
    expect(fixtures.sfn.commandCalls(StartExecutionCommand)[0]?.args[0].input.name).toBe(
      jobIdOf(user_id, session_id),
    );
  });

  it.each(['completed', 'early', 'duplicate'])('completes the task: %s', async (name) => {
    const [first] = notifications(name);
    const { inferenceId, key } = first?.message ?? { inferenceId: '', key: '' };
    await storeToken(settings.JOB_STATUS_TABLE, inferenceId, {
      ...recorded,
      stage: 'embedding',
      token: 'the-token',
    });
    for (const [place, text] of [
      [keys.embeddings, '{}'],
      [keys.embeddingsData, 'data'],
      [key, JSON.stringify({ ...embeddingAnswer, embeddings_s3_key: keys.embeddings })],
    ] as const)
      fixtures.s3.put(place, text);

    for (const { event, message } of notifications(name))
      if (message.inferenceId === inferenceId) await inferenceResult(event, context);

    expect(successes()[0]).toMatchObject({ taskToken: 'the-token' });
    expect(failures()).toEqual([]);
  });

  it('fails the task of a request that has waited too long', async () => {
    const [expired] = notifications('expired');
    const { inferenceId } = expired?.message ?? { inferenceId: '' };
    await storeToken(settings.JOB_STATUS_TABLE, inferenceId, {
      ...recorded,
      stage: 'embedding',
      token: 'the-token',
    });

    await inferenceResult(expired?.event, context);

    expect(failures()).toMatchObject([{ taskToken: 'the-token', error: 'InferenceExpired' }]);
  });

  it.each(['aborted', 'failed', 'timed_out'])('fails the session: %s', async (name) => {
    fixtures.s3.put(keys.metadata, JSON.stringify(metadata));

    await executionStatus(eventOf('eventbridge', name), context);

    expect(await rowNow()).toMatchObject({ status: 'failed' });
  });
});
