import { beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { maxObjects } from '#contracts/common.ts';
import { objectKeys } from '#contracts/keys.ts';
import { renderSession } from '#infra/render/main.ts';
import { ofType, type Synthesized, synthesized } from './stacks.ts';
import { uploads } from './support/uploads.ts';

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

const DecodingFunction = z.object({
  FunctionName: z.string().optional(),
  Timeout: z.number().optional().default(3),
  Environment: z
    .object({ Variables: z.record(z.string(), z.unknown()) })
    .optional()
    .default({ Variables: {} }),
});
const Session = z.object({
  States: z.record(z.string(), z.object({ TimeoutSeconds: z.unknown().optional() })),
});

/** Objects that users write with their own credentials. */
const ownObjects = `users/\${aws:PrincipalTag/sub}/sessions/*`;

let assembly: Synthesized;

beforeAll(async () => {
  assembly = await synthesized();
}, 300_000);

function all<T>(type: string, contract: z.ZodType<T>): T[] {
  return ofType(assembly, type).map(([, { Properties }]) => contract.parse(Properties));
}

describe('the synthesized stacks', () => {
  it('have a dead letter queue for every notification and event', () => {
    // Email subscriptions of operators call no function.
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

  it('grant listing with reading, since S3 otherwise answers 403 for a missing object', () => {
    const policies = all('AWS::IAM::Policy', Policy).map(({ PolicyDocument }) => PolicyDocument.Statement);
    const reading = policies.filter((statements) => allows(statements, 's3:GetObject'));

    expect(reading.length).toBeGreaterThanOrEqual(8);
    for (const statements of reading) {
      expect(allows(statements, 's3:ListBucket') || allows(statements, 's3:List*')).toBe(true);
    }
  });

  it('grant writing only the objects that functions, users and the model write', () => {
    expect([...new Set(objectsOf('s3:PutObject'))].sort()).toEqual([
      'sagemaker-async-failure/*',
      'sagemaker-async-output/*',
      ...uploads.map((name) => `${ownObjects}/${name}`),
      'users/*/alpha_mask.png',
      'users/*/embeddings.bin',
      'users/*/embeddings.json',
      'users/*/mask.png',
      'users/*/mask_final.jpg',
      'users/*/mask_final.png',
      'users/*/mask_final.webp',
      'users/*/metadata.json',
      ...uploads.filter((name) => name.startsWith('original_image')).map((name) => `users/*/${name}`),
      'users/*/output_mesh.ply',
      'users/*/output_mesh_?.ply',
      'users/*/output_splat.ply',
      'users/*/output_splat_?.ply',
      'users/*/photo.jpg',
      'users/*/photo.png',
      'users/*/thumbnail.webp',
    ]);
  });

  it('let the model read the masks of all objects of a photo and write their files', () => {
    const [read, written] = ['s3:GetObjectVersion', 's3:PutObject'].map((action) =>
      objectsOf(action).map((pattern) => pattern && wildcard(pattern)),
    );

    for (let number = 1; number <= maxObjects; number++) {
      const { mask, mesh, splat } = objectKeys('user-1', 'cup-1', number);
      expect(read).toSatisfy(covers(mask));
      for (const key of [mesh, splat]) expect(written).toSatisfy(covers(key));
    }
  });

  it('let the model read the prepared photo and no upload', () => {
    const [endpoint = []] = all('AWS::IAM::Policy', Policy)
      .filter(({ Roles }) => JSON.stringify(Roles).includes('EndpointRole'))
      .map(({ PolicyDocument }) =>
        PolicyDocument.Statement.filter(({ Action }) => Action.includes('s3:GetObject')),
      );
    const text = JSON.stringify(endpoint);

    for (const name of ['photo.jpg', 'photo.png', 'mask.png']) expect(text).toContain(`/users/*/${name}`);
    expect(text).not.toMatch(/original_image|mask_final/);
  });

  it.each([
    ['validate-input', 'ValidateInput', 'PREPARE_PHOTO_SECONDS'],
    ['validate-mask', 'ValidateMask', 'PREPARE_MASK_SECONDS'],
  ])(
    'end the decoder of %s before the function, and the function before its state',
    (name, state, variable) => {
      const { Timeout, Environment } = all('AWS::Lambda::Function', DecodingFunction)
        .filter(({ FunctionName }) => FunctionName === `gen3d-${name}`)
        .at(0) ?? { Timeout: 0, Environment: { Variables: {} } };
      const { TimeoutSeconds } = Session.parse(JSON.parse(renderSession())).States[state] ?? {};

      expect(Number(Environment.Variables[variable])).toBeGreaterThanOrEqual(15);
      expect(Timeout).toBeGreaterThanOrEqual(Number(Environment.Variables[variable]) + 10);
      expect(TimeoutSeconds).toBeGreaterThanOrEqual(Timeout + 5);
    },
  );
});

/** Keys of sessions and answers that any policy allows an action on, with IAM's wildcards. */
function objectsOf(action: string): (string | undefined)[] {
  return all('AWS::IAM::Policy', Policy).flatMap(({ PolicyDocument }) =>
    PolicyDocument.Statement.filter(({ Action }) => Action.includes(action)).flatMap(({ Resource }) =>
      Resource.map((resource) => /\/((?:users|sagemaker-async)[^"]*)"/.exec(JSON.stringify(resource))?.[1]),
    ),
  );
}

function wildcard(pattern: string): RegExp {
  const escaped = pattern.replaceAll(/[.${}[\]()+^|\\]/g, '\\$&');
  return new RegExp(`^${escaped.replaceAll('*', '.*').replaceAll('?', '.')}$`);
}

const covers = (key: string) => (patterns: unknown) =>
  Array.isArray(patterns) && patterns.some((pattern) => pattern instanceof RegExp && pattern.test(key));

function allows(statements: readonly z.infer<typeof Statement>[], action: string): boolean {
  return statements.some(({ Action }) =>
    Action.some((one) => one === action || (one === 's3:GetObject*' && action === 's3:GetObject')),
  );
}
