import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { z } from 'zod';
import { pythonCommands } from '#container/python.ts';
import type { ServiceOptions } from '#local/emulators/service.ts';

const Output = z.json();
export type Aws = (...args: string[]) => Promise<unknown>;

/** The message of a failed command. */
export class AwsCliError extends Error {
  override readonly name = 'AwsCliError';
}

/** Runs an `aws stepfunctions` command against an endpoint. @returns its output */
export function awsCli(url: string, { credentials, folder }: ServiceOptions): Aws {
  const command = join(pythonCommands('aws-cli', join(import.meta.dirname, 'requirements.txt')), 'aws');
  const env = {
    PATH: process.env.PATH,
    HOME: folder,
    AWS_ENDPOINT_URL: url,
    AWS_DEFAULT_REGION: 'us-east-1',
    AWS_ACCESS_KEY_ID: credentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
    AWS_EC2_METADATA_DISABLED: 'true',
  };
  return (...args) =>
    new Promise((resolve, reject) => {
      execFile(command, ['stepfunctions', ...args], { env }, (error, stdout, stderr) => {
        if (error) reject(new AwsCliError(stderr.trim()));
        else resolve(stdout.trim() === '' ? null : Output.parse(JSON.parse(stdout)));
      });
    });
}
