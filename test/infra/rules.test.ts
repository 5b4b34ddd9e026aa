import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { synthesize } from '#local/assembly/synthesize.ts';

const root = join(import.meta.dirname, '..', '..');
const settings = { webOrigin: 'https://web.gen3d.invalid', siteUrl: 'https://web.gen3d.invalid' };

const Template = z.object({
  Resources: z.record(z.string(), z.object({ Type: z.string(), Properties: z.unknown() })),
});
const oneOrMany = z.union([z.unknown().array(), z.unknown().transform((one) => [one])]);
const Statement = z.object({ Effect: z.literal('Allow'), Action: oneOrMany, Resource: oneOrMany });
const Policy = z.object({
  Roles: z.array(z.unknown()),
  PolicyDocument: z.object({ Statement: z.array(Statement) }),
});
const Subscription = z.object({
  Protocol: z.literal('lambda'),
  Endpoint: z.unknown(),
  RedrivePolicy: z.object({ deadLetterTargetArn: z.unknown() }),
});
const Rule = z.object({
  Targets: z.array(z.object({ Arn: z.unknown(), DeadLetterConfig: z.object({ Arn: z.unknown() }) })),
});
const AsyncInvoke = z.object({
  FunctionName: z.object({ Ref: z.string() }),
  DestinationConfig: z.object({ OnFailure: z.object({ Destination: z.unknown() }) }),
});

let resources: [type: string, properties: unknown][];

beforeAll(async () => {
  const folder = await synthesize(settings, join(root, 'node_modules', '.cache', 'gen3d', 'assemblies'));
  const names = (await readdir(folder)).filter((name) => name.endsWith('.template.json'));
  const texts = await Promise.all(names.map((name) => readFile(join(folder, name), 'utf8')));
  resources = texts
    .flatMap((text) => Object.values(Template.parse(JSON.parse(text)).Resources))
    .map(({ Type, Properties }) => [Type, Properties]);
}, 120_000);

function all<T>(type: string, contract: z.ZodType<T>): T[] {
  return resources.flatMap(([found, properties]) => (found === type ? [contract.parse(properties)] : []));
}

describe('the synthesized stacks', () => {
  it('lose no notification and no event: each way to a function has a queue for what it could not take', () => {
    const subscriptions = all('AWS::SNS::Subscription', Subscription);
    const rules = all('AWS::Events::Rule', Rule);
    const invocations = all('AWS::Lambda::EventInvokeConfig', AsyncInvoke);

    const called = [
      ...subscriptions.map(({ Endpoint }) => Endpoint),
      ...rules.flatMap(({ Targets }) => Targets.map(({ Arn }) => Arn)),
    ];
    expect(subscriptions.length).toBeGreaterThanOrEqual(2);
    expect(rules.length).toBeGreaterThanOrEqual(1);
    const covered = JSON.stringify(invocations.map(({ FunctionName }) => FunctionName.Ref));
    for (const target of called) {
      const name = /"([A-Za-z]+[0-9A-F]{8})"/.exec(JSON.stringify(target))?.[1];
      expect(covered).toContain(name ?? 'a function');
    }
  });

  it('let whoever reads objects also list the bucket: else S3 would say 403 for what is missing', () => {
    const policies = all('AWS::IAM::Policy', Policy).map(({ PolicyDocument }) => PolicyDocument.Statement);
    const reading = policies.filter((statements) => allows(statements, 's3:GetObject'));

    expect(reading.length).toBeGreaterThanOrEqual(8);
    for (const statements of reading) {
      expect(allows(statements, 's3:ListBucket') || allows(statements, 's3:List*')).toBe(true);
    }
  });

  it('let nobody write objects but where a function or the model has to', () => {
    const written = all('AWS::IAM::Policy', Policy).flatMap(({ PolicyDocument }) =>
      PolicyDocument.Statement.filter(({ Action }) => Action.includes('s3:PutObject')).flatMap(
        ({ Resource }) =>
          Resource.map(
            (resource) => /\/((?:users|sagemaker-async)[^"]*)"/.exec(JSON.stringify(resource))?.[1],
          ),
      ),
    );

    expect([...new Set(written)].sort()).toEqual([
      'sagemaker-async-failure/*',
      'sagemaker-async-output/*',
      'users/${aws:PrincipalTag/sub}/sessions/*/mask_final.png',
      'users/${aws:PrincipalTag/sub}/sessions/*/original_image.jpg',
      'users/${aws:PrincipalTag/sub}/sessions/*/original_image.png',
      'users/*/embeddings.bin',
      'users/*/embeddings.json',
      'users/*/mask_final.png',
      'users/*/metadata.json',
      'users/*/original_image.jpg',
      'users/*/original_image.png',
      'users/*/output_mesh.ply',
      'users/*/output_splat.ply',
    ]);
  });
});

function allows(statements: readonly z.infer<typeof Statement>[], action: string): boolean {
  return statements.some(({ Action }) =>
    Action.some((one) => one === action || (one === 's3:GetObject*' && action === 's3:GetObject')),
  );
}
