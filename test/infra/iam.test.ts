import { beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { environments, type FunctionName } from '#tasks/core/environment.ts';
import { type Permission, permissions } from './policies.ts';
import { sdkCalls } from './sdk-calls.ts';
import { ofType, type Resource, type Synthesized, synthesized } from './stacks.ts';

const names = Object.keys(environments) as FunctionName[];

/** A read of a version, or of the newest; S3 tells what is missing to those only who may list. */
const read = ['s3:GetObject', 's3:GetObjectVersion', 's3:ListBucket'];

/** What a call needs: its own action, and what AWS asks for beside it. */
const needs: Readonly<Record<string, readonly string[]>> = {
  'lib-dynamodb:Get': ['dynamodb:GetItem'],
  'lib-dynamodb:Put': ['dynamodb:PutItem'],
  'lib-dynamodb:Update': ['dynamodb:UpdateItem'],
  'lib-dynamodb:Query': ['dynamodb:Query'],
  's3:HeadObject': read,
  's3:GetObject': read,
  's3:PutObject': ['s3:PutObject'],
  's3:CopyObject': [...read, 's3:PutObject'],
  's3:DeleteObjects': ['s3:DeleteObject', 's3:DeleteObjectVersion'],
  's3:ListObjectVersions': ['s3:ListBucketVersions'],
  // Whoever signs a form must be allowed what the form does.
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

/** What Lambda does in the function's role: its log, its traces, and calls that it could not deliver. */
const ofEveryFunction = [
  'logs:CreateLogStream',
  'logs:PutLogEvents',
  'xray:PutTelemetryRecords',
  'xray:PutTraceSegments',
];
const ofFailureDestination = ['sqs:GetQueueAttributes', 'sqs:GetQueueUrl', 'sqs:SendMessage'];

/** Actions that AWS binds to no resource, and what bounds them instead. */
const unbound: Readonly<Record<string, string>> = {
  'xray:PutTraceSegments': 'X-Ray has no resources to write to',
  'xray:PutTelemetryRecords': 'X-Ray has no resources to write to',
  'xray:GetSamplingRules': 'X-Ray has no resources to read from',
  'xray:GetSamplingTargets': 'X-Ray has no resources to read from',
  'logs:CreateLogDelivery': 'log deliveries have no names before they are made',
  'logs:GetLogDelivery': 'log deliveries have no names before they are made',
  'logs:UpdateLogDelivery': 'log deliveries have no names before they are made',
  'logs:DeleteLogDelivery': 'log deliveries have no names before they are made',
  'logs:ListLogDeliveries': 'log deliveries have no names before they are made',
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
  if (found === undefined) throw new RangeError(`There is no function ${name}.`);
  return found;
}

function roleOf(fn: Resource): string {
  return FunctionProperties.parse(fn.Properties).Role['Fn::GetAtt'][0];
}

function allowed(role: string): Permission[] {
  return permissions(assembly, 'Gen3D-Session').filter((permission) => permission.role === role);
}

describe('the role of a function', () => {
  it.each(names)('%s allows what its SDK calls need, and nothing else', (name) => {
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

  it('is its own, and takes no policy that AWS manages', () => {
    const functions = names.map((name) => functionOf(name)[1]);
    const roles = new Map(ofType(assembly, 'AWS::IAM::Role', 'Gen3D-Session'));

    expect(new Set(functions.map(roleOf)).size).toBe(names.length);
    for (const fn of functions) expect(roles.get(roleOf(fn))?.Properties.ManagedPolicyArns).toBeUndefined();
  });

  it('reaches only its own log', () => {
    for (const name of names) {
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
    'of %s names its resources, or there is a reason why it cannot',
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

  it.each(['Gen3D-Data', 'Gen3D-Inference', 'Gen3D-Session'])('of %s names its actions', (stack) => {
    const actions = permissions(assembly, stack).flatMap(({ Action }) => Action);

    expect(actions.filter((action) => action.includes('*'))).toEqual([]);
  });
});
