import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { functionNames } from '#tasks/manifest.ts';
import { ofType, synthesized } from '../stacks.ts';
import { Alarm, alarms, metricsOf, operations } from './stack.ts';

const root = join(import.meta.dirname, '..', '..', '..');

describe('the operations stack', () => {
  const template = operations();

  it('refers to an existing page in each alarm', () => {
    for (const { AlarmDescription } of alarms(template)) {
      const page = /docs\/how-to\/operate\/[a-z-]+\.md/.exec(AlarmDescription)?.[0];
      expect(page && existsSync(join(root, page)), AlarmDescription).toBe(true);
    }
  });

  it.each([
    ['sessions that fail or time out', 'AWS/States ExecutionsFailed'],
    ['sessions that time out', 'AWS/States ExecutionsTimedOut'],
    ['transitions that are held back', 'AWS/States ExecutionThrottled'],
    ['API errors', 'AWS/ApiGateway 5XXError'],
    ['requests that were sent away', 'Gen3D RequestsThrottled'],
    ['dead letters', 'AWS/SQS ApproximateNumberOfMessagesVisible'],
    ['errors of the container', 'AWS/SageMaker Invocation5XXErrors'],
    ['a backlog that grows old', 'AWS/SageMaker ApproximateAgeOfOldestRequest'],
    ['bounces', 'AWS/SES Reputation.BounceRate'],
    ['complaints', 'AWS/SES Reputation.ComplaintRate'],
    ['mails that could not be sent', 'Gen3D MailFailed'],
    ['results of no session', 'Gen3D ResultDropped'],
    ['errors that are logged', 'Gen3D ErrorsLogged'],
  ])('alarms on %s', (_, metric) => {
    expect(
      alarms(template)
        .flatMap(metricsOf)
        .filter((one) => one.startsWith(metric)),
    ).not.toEqual([]);
  });

  it('watches every function for throttles, and for errors unless the function fails by design', () => {
    const handlers = functionNames;
    const watched = (metric: string) =>
      alarms(template).filter((alarm) => metricsOf(alarm).includes(`AWS/Lambda ${metric} FunctionName`))
        .length;

    expect(watched('Throttles')).toBe(handlers.length);
    expect(watched('Errors')).toBe(handlers.length - 3);
  });
});

describe('the operations stack with the other stacks', () => {
  it('has an alarm for every queue', async () => {
    const assembly = await synthesized();
    const queues = ofType(assembly, 'AWS::SQS::Queue');

    const watched = ofType(assembly, 'AWS::CloudWatch::Alarm', 'Gen3D-Operations')
      .map(([, { Properties }]) => Alarm.parse(Properties))
      .filter((alarm) => alarm.Namespace === 'AWS/SQS');

    expect(queues.length).toBeGreaterThan(0);
    expect(watched).toHaveLength(queues.length);
    expect(new Set(watched.map(({ Dimensions: [queue] }) => JSON.stringify(queue?.Value))).size).toBe(
      queues.length,
    );
  }, 300_000);
});
