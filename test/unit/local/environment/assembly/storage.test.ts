import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { assemblyFolder, origins, resources } from './assembly.ts';

let assembly: ReturnType<typeof assemblyFolder>;

beforeEach(() => {
  assembly = assemblyFolder();
});
afterEach(() => assembly.remove());

describe('the environment model', () => {
  it('has buckets and secrets', () => {
    const { buckets, secrets } = assembly.read();

    expect(buckets).toEqual([{ name: 'objects', versioned: true, corsOrigins: [origins.web] }]);
    expect(secrets).toMatchObject([
      {
        name: 'Service-Secret',
        arn: expect.stringMatching(/secret:Service-Secret-\w{6}$/),
        length: 64,
        key: 'k',
      },
    ]);
  });

  it('has tables with their time-to-live attribute', () => {
    const off = { AttributeName: 'ends', Enabled: false };
    const { Rows } = resources;

    const [table] = assembly.read().tables;
    const [without] = assembly.read({
      Rows: {
        Type: 'AWS::DynamoDB::Table',
        Properties: { ...Rows?.Properties, TimeToLiveSpecification: off },
      },
    }).tables;

    expect(table).toMatchObject({ TableName: 'rows', timeToLive: 'ends' });
    expect(without).not.toHaveProperty('timeToLive');
  });
});
