import { beforeAll, describe, expect, it } from 'vitest';
import { readSettings } from '#infra/config.ts';
import { deployedNames } from '#infra/names.ts';
import { ofType, type Synthesized, synthesized, withoutFunctions } from './stacks.ts';

/** Properties that name a resource within an account and region. */
const naming = [
  'BucketName',
  'TableName',
  'RepositoryName',
  'UserPoolName',
  'IdentityPoolName',
  'Domain',
  'EndpointName',
  'LogGroupName',
  'PolicyName',
  'ResourceId',
];

function namesOf(stage: string): string[] {
  const { stacks } = withoutFunctions({ stage });
  const resources = stacks.flatMap(({ template }) => Object.values(template.Resources));
  const named = resources
    .filter(({ Type }) => Type !== 'AWS::IAM::Policy')
    .flatMap(({ Properties }) => naming.flatMap((name) => Properties[name] ?? []));
  return [...stacks.map(({ name }) => name), ...named.map((name) => JSON.stringify(name))];
}

describe('two stages in one account', () => {
  it('share no resource name', () => {
    const prod = namesOf('prod');
    const dev = new Set(namesOf('dev'));

    expect(prod.length).toBeGreaterThan(10);
    expect(prod.filter((name) => dev.has(name))).toEqual([]);
  });

  it('have names without a suffix in prod, and with the stage in others', () => {
    const prod = deployedNames(readSettings());
    const dev = deployedNames(readSettings({ stage: 'dev' }));

    expect([prod.stack('Data'), prod.table, prod.function('status'), prod.metricsNamespace]).toEqual([
      'Gen3D-Data',
      'Gen3DJobStatus',
      'gen3d-status',
      'Gen3D',
    ]);
    expect([dev.stack('Data'), dev.table, dev.function('status'), dev.metricsNamespace]).toEqual([
      'Gen3D-Data-dev',
      'Gen3DJobStatus-dev',
      'gen3d-status-dev',
      'Gen3D-dev',
    ]);
  });
});

describe('cdk destroy', () => {
  let assembly: Synthesized;
  beforeAll(async () => {
    assembly = await synthesized();
  }, 300_000);

  it('retains user data, images and the API Gateway log role', () => {
    const own = ['Gen3D-Data', 'Gen3D-Inference', 'Gen3D-Session'];
    const kept = assembly.stacks
      .filter(({ name }) => own.includes(name))
      .flatMap(({ name, template }) =>
        Object.values(template.Resources)
          .filter(({ DeletionPolicy }) => DeletionPolicy !== 'Delete')
          .map(({ Type }) => `${name} ${Type}`),
      );

    expect(kept.sort()).toEqual([
      'Gen3D-Data AWS::Cognito::UserPool',
      'Gen3D-Data AWS::DynamoDB::GlobalTable',
      'Gen3D-Data AWS::ECR::Repository',
      'Gen3D-Data AWS::S3::Bucket',
      'Gen3D-Data AWS::S3::Bucket',
      'Gen3D-Session AWS::ApiGateway::Account',
      'Gen3D-Session AWS::IAM::Role',
    ]);
  });

  it('deletes every log group; each has a retention of 30 days', () => {
    const groups = ofType(assembly, 'AWS::Logs::LogGroup').map(([, group]) => group);

    expect(groups.length).toBeGreaterThanOrEqual(17);
    for (const { DeletionPolicy, Properties } of groups) {
      expect(DeletionPolicy).toBe('Delete');
      expect(Properties.RetentionInDays).toBe(30);
    }
  });
});
