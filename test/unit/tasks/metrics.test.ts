import { SendEmailCommand } from '@aws-sdk/client-sesv2';
import { beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { inferenceIdOf } from '#contracts/keys.ts';
import { metricDimensions, metricNames, names } from '#contracts/names.ts';
import { handler as initialize } from '#tasks/api/initialize.ts';
import { handler as inferenceResult } from '#tasks/callbacks/inference-result.ts';
import { storeToken } from '#tasks/core/callback/store.ts';
import { advance } from '#tasks/core/session/transitions.ts';
import { handler as handleError } from '#tasks/workflow/handle-error.ts';
import { handler as notifySuccess } from '#tasks/workflow/notify-success.ts';
import { handler as validateMask } from '#tasks/workflow/validate-mask.ts';
import { call, context } from './support/calls.ts';
import { settings } from './support/environment.ts';
import { liveIn } from './support/fixtures.ts';
import {
  embeddingAnswer,
  facts,
  given,
  imageKey,
  jobId,
  keys,
  maskKey,
  photo,
  putMetadata,
  reconstructionAnswer,
  row,
  sessionId,
  waitingRow,
} from './support/sessions.ts';

const fixtures = liveIn();
const table = settings.JOB_STATUS_TABLE;
const writer = { job_id: jobId, redrive: 0 };
const at = (seconds: number) => new Date(Date.UTC(2026, 0, 1, 0, 0, seconds)).toISOString();

/** CloudWatch's embedded metric format: a log line that contains metrics. */
const Embedded = z.looseObject({
  _aws: z.object({
    CloudWatchMetrics: z.array(
      z.object({
        Namespace: z.string(),
        Dimensions: z.array(z.array(z.string())),
        Metrics: z.array(z.object({ Name: z.string(), Unit: z.string() })),
      }),
    ),
  }),
});

/** The metrics published in this test, with the values of their dimensions. */
function published() {
  return fixtures.logged
    .flatMap((text) => text.split('\n'))
    .flatMap((line) => (line.includes('CloudWatchMetrics') ? [Embedded.parse(JSON.parse(line))] : []))
    .flatMap(({ _aws, ...line }) =>
      _aws.CloudWatchMetrics.flatMap(({ Namespace, Dimensions, Metrics }) =>
        Metrics.map(({ Name, Unit }) => ({
          namespace: Namespace,
          name: Name,
          unit: Unit,
          value: z
            .array(z.number())
            .or(z.number().transform((one) => [one]))
            .parse(line[Name]),
          dimensions: Dimensions.map((set) => Object.fromEntries(set.map((name) => [name, line[name]]))),
          job: line.job_id,
        })),
      ),
    );
}

const named = (name: string) => published().filter((metric) => metric.name === name);
const failWith = (code: string) =>
  handleError(
    {
      ...facts,
      failed_at_redrive: 0,
      failed_state: 'RequestReconstruction',
      error: { Error: code, Cause: 'cause' },
    },
    context,
  );

describe('the metrics of the handlers', () => {
  beforeEach(() => putMetadata(fixtures.s3));

  it('count a session that starts', async () => {
    fixtures.s3.put(imageKey, 'photo');

    await call(initialize, { body: { session_id: sessionId, image_s3_key: imageKey } });

    expect(named(metricNames.sessionStarted)).toMatchObject([
      {
        namespace: names.metricsNamespace,
        unit: 'Count',
        value: [1],
        dimensions: [{ service: names.service }],
      },
    ]);
  });

  it('count a failed session once in total and once by its reason', async () => {
    await given(row({ stage: 'reconstructing', task: 'reconstruction', progress: 50 }));

    await expect(failWith('OutOfMemory')).rejects.toMatchObject({ name: 'OutOfMemory' });
    await expect(failWith('OutOfMemory')).rejects.toMatchObject({ name: 'OutOfMemory' });

    const dimensions = named(metricNames.sessionFailed).flatMap((metric) => metric.dimensions);
    expect(dimensions).toHaveLength(2);
    expect(dimensions).toContainEqual({ service: names.service });
    expect(dimensions).toContainEqual({ service: names.service, reason: 'OutOfMemory' });
  });

  it('contain only the code of a reason', async () => {
    await given(row({ stage: 'reconstructing', task: 'reconstruction', progress: 50 }));

    await expect(failWith('SomethingOfOurs at /var/task/secret')).rejects.toThrow();

    const reasons = named(metricNames.sessionFailed).flatMap(({ dimensions }) =>
      dimensions.flatMap(({ reason }) => reason ?? []),
    );
    expect(reasons).toEqual(['InternalError']);
  });

  it('count a completed session, and the seconds of its last stage', async () => {
    await given(
      row({
        stage: 'reconstructing',
        progress: 90,
        stage_times: { starting: at(0), reconstructing: at(30) },
      }),
    );

    await notifySuccess({ ...facts, result: reconstructionAnswer }, context);

    expect(named(metricNames.sessionCompleted)).toHaveLength(1);
    expect(named(metricNames.stageSeconds)).toMatchObject([
      { unit: 'Seconds', dimensions: [{ service: names.service, stage: 'reconstructing' }], job: jobId },
    ]);
  });

  it('measure the last stage, even with stage times of older rounds in the row', async () => {
    const stage_times = {
      starting: at(0),
      awaiting_mask: at(40),
      validating_mask: at(20),
      embedding: at(10),
    };
    await given(waitingRow({ stage_times }));
    const version = fixtures.s3.put(maskKey, 'not a png');

    await validateMask(
      { ...facts, round: 0, image: photo, mask: { key: maskKey, version }, quality: 'high' },
      context,
    );

    expect(named(metricNames.stageSeconds)).toMatchObject([
      { dimensions: [{ stage: 'awaiting_mask' }], value: [expect.any(Number)] },
    ]);
    expect(named(metricNames.maskRefused)).toHaveLength(1);
  });

  it('measure the embedding once, when its answer arrives', async () => {
    await given(row({ stage: 'embedding', progress: 10, stage_times: { embedding: at(0) } }));
    const inferenceId = inferenceIdOf({ ...facts, stage: 'embedding', round: 0, attempt: 0 });
    await storeToken(table, inferenceId, { job_id: jobId, stage: 'embedding', token: 'task-token' });
    fixtures.s3.put(keys.embeddings, '{}');
    fixtures.s3.put(keys.embeddingsData, 'data');
    const output = `sagemaker-async-output/${jobId}/${inferenceId}.out`;
    const Message = JSON.stringify({
      invocationStatus: 'Completed',
      inferenceId,
      responseParameters: { outputLocation: `s3://${settings.S3_BUCKET}/${output}` },
    });
    fixtures.s3.put(output, JSON.stringify(embeddingAnswer));

    for (const _ of ['first', 'again']) await inferenceResult({ Records: [{ Sns: { Message } }] }, context);

    expect(named(metricNames.stageSeconds)).toMatchObject([
      { dimensions: [{ service: names.service, stage: 'embedding' }], job: jobId },
    ]);
  });

  it('do not measure a stage when the session has already passed it', async () => {
    await given(row({ stage: 'reconstructing', task: 'reconstruction', progress: 50 }));

    await advance(table, writer, 'embedding');

    expect(named(metricNames.stageSeconds)).toEqual([]);
  });

  it('count an email that could not be sent', async () => {
    await given(row({ stage: 'reconstructing', progress: 90 }));
    fixtures.ses.on(SendEmailCommand).rejects(new Error('the connection broke'));

    await notifySuccess({ ...facts, result: reconstructionAnswer }, context);

    expect(named(metricNames.mailFailed).flatMap(({ value }) => value)).toEqual([1, 1]);
  });

  it('count a result without a session', async () => {
    await inferenceResult({ Records: [{ Sns: { Message: 'not JSON' } }] }, context);

    expect(named(metricNames.resultDropped)).toHaveLength(1);
  });

  it('cover every metric name and every second dimension', () => {
    expect(Object.values(metricNames).sort()).toEqual([
      'MailFailed',
      'MaskRefused',
      'ResultDropped',
      'SessionCompleted',
      'SessionFailed',
      'SessionStarted',
      'StageSeconds',
    ]);
    expect(metricDimensions).toEqual({ SessionFailed: 'reason', StageSeconds: 'stage' });
  });
});
