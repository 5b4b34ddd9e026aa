import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { awsEnvironment, urlOf, writeAwsFiles } from '#local/environment/aws-config.ts';
import { choosePorts } from '#local/environment/ports.ts';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'gen3d-folder-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

describe('the configuration of AWS SDKs', () => {
  const credentials = { accessKeyId: 'LOCAL0000000000000', secretAccessKey: 'a-local-secret' };

  it('points at the local services only', async () => {
    const ports = await choosePorts('free', {});

    const environment = awsEnvironment((service) => urlOf(ports, service), credentials, 'us-east-1', {
      config: 'c',
      credentials: 'k',
    });

    const urls = Object.entries(environment).filter(([name]) => name.startsWith('AWS_ENDPOINT_URL'));
    expect(urls.every(([, url]) => url.startsWith('http://127.0.0.1:'))).toBe(true);
    expect(environment).toMatchObject({
      AWS_ENDPOINT_URL_SFN: `http://127.0.0.1:${ports.stepFunctions}`,
      AWS_ENDPOINT_URL_SAGEMAKER_RUNTIME: `http://127.0.0.1:${ports.sagemaker}`,
      AWS_CONFIG_FILE: 'c',
      AWS_EC2_METADATA_DISABLED: 'true',
    });
  });

  it('has files for the command line, readable by the owner alone', async () => {
    const ports = await choosePorts('free', {});

    const files = await writeAwsFiles(join(folder, 'aws'), ports, credentials, 'us-east-1');

    expect(readFileSync(files.credentials, 'utf8')).toContain(
      `aws_access_key_id = ${credentials.accessKeyId}`,
    );
    expect(readFileSync(files.config, 'utf8')).toContain(
      `sfn =\n  endpoint_url = http://127.0.0.1:${ports.stepFunctions}`,
    );
    expect(statSync(files.credentials).mode & 0o777).toBe(0o600);
  });
});
