import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { assemblyFolder, origins } from './assembly.ts';

let assembly: ReturnType<typeof assemblyFolder>;

beforeEach(() => {
  assembly = assemblyFolder();
});
afterEach(() => assembly.remove());

describe('the environment model', () => {
  it('has the functions with their bundles and local environment variables', () => {
    expect(assembly.read().functions).toEqual([
      {
        name: 'handler',
        arn: 'arn:aws:lambda:us-east-1:000000000000:function:handler',
        file: join(assembly.path, 'asset.abc', 'index.mjs'),
        handler: 'handler',
        environment: { BUCKET: 'objects', API_URL: `${origins.api}/prod`, WEB_ORIGIN: origins.web },
        memoryMb: 512,
        timeoutSeconds: 15,
        reservedConcurrency: 3,
        retries: 1,
        maximumAgeSeconds: 21_600,
      },
    ]);
  });

  it('has the state machine with its definition as text', () => {
    const [machine] = assembly.read().stateMachines;

    expect(machine).toMatchObject({ name: 'Session', arn: expect.stringContaining(':stateMachine:Session') });
    expect(JSON.parse(machine?.definition ?? '')).toEqual({
      Resource: 'arn:aws:lambda:us-east-1:000000000000:function:handler',
    });
  });
});
