import { join } from 'node:path';
import { makeFolder, writeAtomically } from '../services/files.ts';
import type { Credentials } from '../services/service.ts';
import type { Ports, ServiceName } from './ports.ts';

/** AWS service ids, as SDKs and the AWS command line spell them in settings, and who stands for each. */
const services = {
  s3: 's3',
  dynamodb: 'dynamodb',
  sfn: 'stepFunctions',
  sns: 'sns',
  eventbridge: 'eventbridge',
  sagemaker_runtime: 'sagemaker',
  secrets_manager: 'secrets',
  sesv2: 'inbox',
  lambda: 'lambda',
} as const satisfies Record<string, ServiceName>;

/** Nobody listens there: a call to a service that the home does not have fails here, and never reaches AWS. */
const nowhere = 'http://127.0.0.1:1';

export interface AwsFiles {
  readonly config: string;
  readonly credentials: string;
}

/** Base URL of a service. */
export function urlOf(ports: Ports, service: ServiceName): string {
  return `http://127.0.0.1:${ports[service]}`;
}

/** What lets an AWS SDK of a function find this home and nothing else. */
export function awsEnvironment(
  addressOf: (service: ServiceName) => string,
  { accessKeyId, secretAccessKey }: Credentials,
  region: string,
  files: AwsFiles,
): Record<string, string> {
  const endpoints = Object.entries(services).map(([id, service]) => [
    `AWS_ENDPOINT_URL_${id.toUpperCase()}`,
    addressOf(service),
  ]);
  return {
    AWS_REGION: region,
    AWS_DEFAULT_REGION: region,
    AWS_ACCESS_KEY_ID: accessKeyId,
    AWS_SECRET_ACCESS_KEY: secretAccessKey,
    AWS_CONFIG_FILE: files.config,
    AWS_SHARED_CREDENTIALS_FILE: files.credentials,
    AWS_EC2_METADATA_DISABLED: 'true',
    AWS_ENDPOINT_URL: nowhere,
    ...Object.fromEntries(endpoints),
  };
}

/** Files for the AWS command line and boto3: keys, region and where every service listens. */
export async function writeAwsFiles(
  folder: string,
  ports: Ports,
  { accessKeyId, secretAccessKey }: Credentials,
  region: string,
): Promise<AwsFiles> {
  await makeFolder(folder);
  const files = { config: join(folder, 'config'), credentials: join(folder, 'credentials') };
  const endpoints = Object.entries(services).map(
    ([id, service]) => `${id} =\n  endpoint_url = ${urlOf(ports, service)}\n`,
  );
  await writeAtomically(
    files.credentials,
    `[default]\naws_access_key_id = ${accessKeyId}\naws_secret_access_key = ${secretAccessKey}\n`,
  );
  await writeAtomically(
    files.config,
    `[default]\nregion = ${region}\nservices = home\nendpoint_url = ${nowhere}\n\n[services home]\n${endpoints.join('')}`,
  );
  return files;
}
