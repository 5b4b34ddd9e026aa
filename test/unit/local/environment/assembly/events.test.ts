import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { assemblyFolder } from './assembly.ts';

let assembly: ReturnType<typeof assemblyFolder>;

beforeEach(() => {
  assembly = assemblyFolder();
});
afterEach(() => assembly.remove());

describe('the environment model', () => {
  it('has topics with subscribed functions, enabled rules and asynchronous endpoints', () => {
    const { topics, rules, endpoints } = assembly.read();

    expect(topics).toEqual([
      {
        arn: 'arn:aws:sns:us-east-1:000000000000:done',
        subscriptions: [
          {
            endpoint: 'arn:aws:lambda:us-east-1:000000000000:function:handler',
            deadLetterArn: 'arn:aws:sqs:us-east-1:000000000000:letters',
          },
        ],
      },
    ]);
    expect(rules).toEqual([
      { name: 'ended', eventPattern: { source: ['aws.states'] }, targets: [{ functionName: 'handler' }] },
    ]);
    expect(endpoints).toMatchObject([
      {
        name: 'model',
        maxConcurrentInvocations: 4,
        outputPath: 's3://objects/out/',
        failurePath: 's3://objects/failed/',
        successTopicArn: 'arn:aws:sns:us-east-1:000000000000:done',
        errorTopicArn: undefined,
      },
    ]);
  });
});
