import { join } from 'node:path';
import type { Credentials } from '../emulators/service.ts';
import { makeFolder, writeAtomically } from '../emulators/storage/files.ts';
import type { Ports, ServiceName } from './ports.ts';

/** AWS service ids, as SDK settings spell them, and the local service for each. */
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

/** Nothing listens there, so a call to a service without an emulator fails and never reaches AWS. */
const unreachable = 'http://127.0.0.1:1';

export interface AwsFiles {
  readonly config: string;
  readonly credentials: string;
}

/** The base URL of a service. */
export function urlOf(ports: Ports, service: ServiceName): string {
  return `http://127.0.0.1:${ports[service]}`;
}

/** Environment variables that point a function's AWS SDK at the local services. */
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
    AWS_ENDPOINT_URL: unreachable,
    ...Object.fromEntries(endpoints),
  };
}

/** Writes config files for the AWS command line and boto3: credentials, region and endpoints. */
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
    `[default]\nregion = ${region}\nservices = gen3d\nendpoint_url = ${unreachable}\n\n[services gen3d]\n${endpoints.join('')}`,
  );
  return files;
}
