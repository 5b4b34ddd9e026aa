import { beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { type FunctionName, functionNames } from '#tasks/manifest.ts';
import { type Permission, permissions } from './policies.ts';
import { sdkCalls } from './sdk-calls.ts';
import { ofType, type Resource, type Synthesized, synthesized } from './stacks.ts';

/** Reading any version. Listing makes S3 answer 404 for a missing object. */
const read = ['s3:GetObject', 's3:GetObjectVersion', 's3:ListBucket'];

/** The actions that an SDK call needs: its own, and others that AWS requires for it. */
const needs: Readonly<Record<string, readonly string[]>> = {
  'lib-dynamodb:Get': ['dynamodb:GetItem'],
  'lib-dynamodb:Put': ['dynamodb:PutItem'],
  'lib-dynamodb:Update': ['dynamodb:UpdateItem'],
  'lib-dynamodb:Query': ['dynamodb:Query'],
  's3:HeadObject': read,
  's3:GetObject': read,
  's3:PutObject': ['s3:PutObject'],
  's3:CopyObject': [...read, 's3:PutObject'],
  // Always of a version.
  's3:DeleteObject': ['s3:DeleteObjectVersion'],
  's3:DeleteObjects': ['s3:DeleteObject', 's3:DeleteObjectVersion'],
  's3:ListObjectVersions': ['s3:ListBucketVersions'],
  // A presigned form has the permissions of its signer.
  's3:presignedPost': ['s3:PutObject'],
  'sfn:StartExecution': ['states:StartExecution'],
  'sfn:DescribeExecution': ['states:DescribeExecution'],
  'sfn:StopExecution': ['states:StopExecution'],
  'sfn:SendTaskSuccess': ['states:SendTaskSuccess'],
  'sfn:SendTaskFailure': ['states:SendTaskFailure'],
  'sagemaker-runtime:InvokeEndpointAsync': ['sagemaker:InvokeEndpointAsync'],
  'sesv2:SendEmail': ['ses:SendEmail'],
  'secrets-manager:GetSecretValue': ['secretsmanager:GetSecretValue'],
  'secrets-manager:DescribeSecret': ['secretsmanager:DescribeSecret'],
  'secrets-manager:PutSecretValue': ['secretsmanager:PutSecretValue'],
  'secrets-manager:UpdateSecretVersionStage': ['secretsmanager:UpdateSecretVersionStage'],
};

/** Actions that Lambda itself takes in the function's role: logs, traces, failure destinations. */
const ofEveryFunction = [
  'logs:CreateLogStream',
  'logs:PutLogEvents',
  'xray:PutTelemetryRecords',
  'xray:PutTraceSegments',
];
const ofFailureDestination = ['sqs:GetQueueAttributes', 'sqs:GetQueueUrl', 'sqs:SendMessage'];

/** Actions without resources, and the condition that limits them. */
const unbound: Readonly<Record<string, string>> = {
  'xray:PutTraceSegments': 'X-Ray has no resources to write to',
  'xray:PutTelemetryRecords': 'X-Ray has no resources to write to',
  'xray:GetSamplingRules': 'X-Ray has no resources to read from',
  'xray:GetSamplingTargets': 'X-Ray has no resources to read from',
  'logs:CreateLogDelivery': 'log deliveries have no functionNames before they are made',
  'logs:GetLogDelivery': 'log deliveries have no functionNames before they are made',
  'logs:UpdateLogDelivery': 'log deliveries have no functionNames before they are made',
  'logs:DeleteLogDelivery': 'log deliveries have no functionNames before they are made',
  'logs:ListLogDeliveries': 'log deliveries have no functionNames before they are made',
  'logs:PutResourcePolicy': 'policies of log groups belong to the account',
  'logs:DescribeResourcePolicies': 'policies of log groups belong to the account',
  'logs:DescribeLogGroups': 'lists all there are',
  'ecr:GetAuthorizationToken': 'one token for all repositories; what it opens is bound to ours',
  'cloudwatch:PutMetricData': 'metrics have no resources; its condition binds the namespace',
};

const FunctionProperties = z.object({
  FunctionName: z.string(),
  Role: z.object({ 'Fn::GetAtt': z.tuple([z.string(), z.literal('Arn')]) }),
});
const Invocation = z.object({
  FunctionName: z.object({ Ref: z.string() }),
  DestinationConfig: z.object({ OnFailure: z.unknown() }),
});

let assembly: Synthesized;

beforeAll(async () => {
  assembly = await synthesized();
}, 300_000);

function functionOf(name: FunctionName): [id: string, Resource] {
  const all = ofType(assembly, 'AWS::Lambda::Function', 'Gen3D-Session');
  const found = all.find(([, { Properties }]) => Properties.FunctionName === `gen3d-${name}`);
  if (found === undefined) throw new RangeError(`Function ${name} does not exist.`);
  return found;
}

function roleOf(fn: Resource): string {
  return FunctionProperties.parse(fn.Properties).Role['Fn::GetAtt'][0];
}

function allowed(role: string): Permission[] {
  return permissions(assembly, 'Gen3D-Session').filter((permission) => permission.role === role);
}

describe('the role of a function', () => {
  it.each(functionNames)('%s allows exactly what its SDK calls need', (name) => {
    const [id, fn] = functionOf(name);
    const calls = sdkCalls(assembly.folder, fn);
    const hasDestination = ofType(assembly, 'AWS::Lambda::EventInvokeConfig', 'Gen3D-Session').some(
      ([, { Properties }]) => Invocation.parse(Properties).FunctionName.Ref === id,
    );

    const needed = new Set([
      ...ofEveryFunction,
      ...(hasDestination ? ofFailureDestination : []),
      ...calls.flatMap((call) => needs[call] ?? [`nothing known of ${call}`]),
    ]);
    const actions = new Set(allowed(roleOf(fn)).flatMap(({ Action }) => Action));

    expect(calls).not.toEqual([]);
    expect([...actions].sort()).toEqual([...needed].sort());
  });

  it('is not shared and has no AWS managed policy', () => {
    const functions = functionNames.map((name) => functionOf(name)[1]);
    const roles = new Map(ofType(assembly, 'AWS::IAM::Role', 'Gen3D-Session'));

    expect(new Set(functions.map(roleOf)).size).toBe(functionNames.length);
    for (const fn of functions) expect(roles.get(roleOf(fn))?.Properties.ManagedPolicyArns).toBeUndefined();
  });

  it('can write only to its own log', () => {
    for (const name of functionNames) {
      const [, fn] = functionOf(name);
      const logs = allowed(roleOf(fn)).filter(({ Action }) => Action.includes('logs:PutLogEvents'));

      expect(logs).toHaveLength(1);
      const [group] = JSON.stringify(logs[0]?.Resource).match(/\w+Logs\w+/) ?? [];
      const groups = new Map(ofType(assembly, 'AWS::Logs::LogGroup', 'Gen3D-Session'));
      expect(groups.get(group ?? '')?.Properties.LogGroupName).toBe(`/aws/lambda/gen3d-${name}`);
    }
  });
});

describe('a permission', () => {
  it.each(['Gen3D-Data', 'Gen3D-Inference', 'Gen3D-Session'])(
    'of %s functionNames its resources, or there is a reason why it cannot',
    (stack) => {
      const wide = permissions(assembly, stack).filter(({ Resource }) => Resource.includes('*'));

      const unexplained = wide.flatMap(({ Action }) => Action).filter((action) => !(action in unbound));
      expect(unexplained).toEqual([]);
      for (const { Action, Condition } of wide) {
        if (Action.includes('cloudwatch:PutMetricData')) {
          expect(Condition).toEqual({ StringLike: { 'cloudwatch:namespace': '/aws/sagemaker/*' } });
        }
      }
    },
  );

  it.each(['Gen3D-Data', 'Gen3D-Inference', 'Gen3D-Session'])('of %s functionNames its actions', (stack) => {
    const actions = permissions(assembly, stack).flatMap(({ Action }) => Action);

    expect(actions.filter((action) => action.includes('*'))).toEqual([]);
  });
});
