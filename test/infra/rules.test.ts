import { beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { ofType, type Synthesized, synthesized } from './stacks.ts';

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

/** What signed-in users put there by their own credentials. */
const ownObjects = `users/\${aws:PrincipalTag/sub}/sessions/*`;

let assembly: Synthesized;

beforeAll(async () => {
  assembly = await synthesized();
}, 300_000);

function all<T>(type: string, contract: z.ZodType<T>): T[] {
  return ofType(assembly, type).map(([, { Properties }]) => contract.parse(Properties));
}

describe('the synthesized stacks', () => {
  it('lose no notification and no event: each way to a function has a queue for what it could not take', () => {
    // Mails to operators have no function behind them.
    const subscriptions = ofType(assembly, 'AWS::SNS::Subscription')
      .filter(([, { Properties }]) => Properties.Protocol === 'lambda')
      .map(([, { Properties }]) => Subscription.parse(Properties));
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
      `${ownObjects}/mask_final.png`,
      `${ownObjects}/original_image.jpg`,
      `${ownObjects}/original_image.png`,
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
