import { flushCompileCache } from 'node:module';
import { join, resolve } from 'node:path';
import type { Credentials } from '../emulators/service.ts';
import { writeAtomically } from '../emulators/storage/files.ts';
import { type AssemblyOptions, loadAssembly, location } from './assembly/read-assembly.ts';
import { type AwsFiles, urlOf, writeAwsFiles } from './aws-config.ts';
import { findDecoder } from './decoder-files.ts';
import { startEmulators } from './emulators.ts';
import { choosePorts, type Ports } from './ports.ts';
import { openFolder, type StateFolder } from './state-folder.ts';
import type { TestHooks } from './test-hooks.ts';

export interface EnvironmentOptions {
  /** State folder, created at the first start. */
  readonly folder: string;
  /** First of consecutive ports, or `free` for any. The default is the ports of the last start, or from 3900. */
  readonly port?: number | 'free';
  /** Deletes all data in the folder first. */
  readonly fresh?: boolean;
  /** Also delivers emails over SMTP: `smtp://user:password@host:port`. */
  readonly smtpUrl?: string;
  /** Base URL of a real model container, which replaces the preview model. */
  readonly endpointUrl?: string;
  /** Folder of the weights, whose mask decoder the page loads. A decoder that it lacks is an error. */
  readonly weightsFolder?: string;
  /** Also prints the functions' logs on the terminal. */
  readonly verbose?: boolean;
  /** Emails of users who become operators. The folder remembers them. */
  readonly operators?: readonly string[];
  /** Settings of `infra/config.ts` that differ from their defaults. */
  readonly settings?: AssemblyOptions['settings'];
  /** The built web page, by default `web/dist`. */
  readonly webFolder?: string;
  /** For tests only. */
  readonly testHooks?: TestHooks;
}

/** A running local environment. */
export interface LocalEnvironment {
  readonly folder: string;
  readonly urls: {
    /** Base URL of the API, with the stage. */
    readonly api: string;
    readonly web: string;
    readonly issuer: string;
    readonly inbox: string;
    readonly stepFunctions: string;
    readonly s3: string;
    readonly dynamodb: string;
    readonly sns: string;
    readonly eventbridge: string;
    readonly sagemaker: string;
    readonly secrets: string;
    readonly lambda: string;
  };
  /** Whether the page can load the mask decoder of a real container. */
  readonly decoder: boolean;
  /** Number of operators, those of earlier starts included. */
  readonly operators: number;
  /** OAuth client id of the page and the command line. */
  readonly clientId: string;
  readonly region: string;
  readonly credentials: Credentials;
  /** Paths for AWS_CONFIG_FILE and AWS_SHARED_CREDENTIALS_FILE. */
  readonly awsFiles: AwsFiles;
  readonly stateMachineArns: readonly string[];
  readonly bucketNames: readonly string[];
  readonly tableNames: readonly string[];
  close(): Promise<void>;
}

const root = resolve(import.meta.dirname, '..', '..');
const assemblies = join(root, 'node_modules', '.cache', 'gen3d', 'assemblies');

/**
 * Synthesizes the CDK app and runs it on this computer. Work that was pending at the last stop resumes.
 * @throws EnvironmentError, AssemblyError, SettingsError
 * @example
 * const environment = await startEnvironment({ folder: '.gen3d', port: 'free' });
 * console.log(environment.urls.web);
 * await environment.close();
 */
export async function startEnvironment(options: EnvironmentOptions): Promise<LocalEnvironment> {
  const running = new AsyncDisposableStack();
  try {
    const folder = await openFolder(resolve(options.folder), options.fresh ?? false);
    running.defer(() => folder.close());
    return await startIn(folder, options, running);
  } catch (error) {
    await running.disposeAsync();
    throw error;
  }
}

async function startIn(
  folder: StateFolder,
  options: EnvironmentOptions,
  running: AsyncDisposableStack,
): Promise<LocalEnvironment> {
  const { credentials, path } = folder;
  const ports = await choosePorts(options.port, folder.ports);
  await folder.rememberPorts(ports);
  const decoder = await findDecoder(options.weightsFolder);
  const awsFiles = await writeAwsFiles(join(path, 'aws'), ports, credentials, location.region);
  const web = urlOf(ports, 'api');
  const model = await loadAssembly({
    folder: assemblies,
    origins: { api: web, web },
    ...(options.settings && { settings: options.settings }),
  });
  const { identity, inboxUrl, webConfig } = await startEmulators(
    {
      folder: path,
      model,
      ports,
      credentials,
      awsFiles,
      webFolder: options.webFolder ?? join(root, 'web', 'dist'),
      publicFiles: decoder ?? new Map(),
      smtpUrl: options.smtpUrl,
      endpointUrl: options.endpointUrl,
      verbose: options.verbose ?? false,
      testHooks: options.testHooks ?? {},
    },
    running,
  );
  for (const email of options.operators ?? []) identity.makeOperator(email);
  const urls = {
    ...urlsOf(ports),
    api: webConfig.apiUrl,
    web,
    issuer: identity.url,
    inbox: inboxUrl,
  };
  // The command line `gen3d` reads this file.
  await writeAtomically(join(path, 'client.json'), `${JSON.stringify(webConfig, null, 2)}\n`);
  // Written now, because a killed process would lose it.
  flushCompileCache();
  return {
    folder: path,
    urls,
    decoder: decoder !== undefined,
    operators: identity.operators(),
    clientId: identity.clientId,
    region: location.region,
    credentials,
    awsFiles,
    stateMachineArns: model.stateMachines.map(({ arn }) => arn),
    bucketNames: model.buckets.map(({ name }) => name),
    tableNames: model.tables.flatMap(({ TableName }) => TableName ?? []),
    close: () => running.disposeAsync(),
  };
}

function urlsOf(ports: Ports) {
  return {
    stepFunctions: urlOf(ports, 'stepFunctions'),
    s3: urlOf(ports, 's3'),
    dynamodb: urlOf(ports, 'dynamodb'),
    sns: urlOf(ports, 'sns'),
    eventbridge: urlOf(ports, 'eventbridge'),
    sagemaker: urlOf(ports, 'sagemaker'),
    secrets: urlOf(ports, 'secrets'),
    lambda: urlOf(ports, 'lambda'),
  };
}
