import { flushCompileCache } from 'node:module';
import { join, resolve } from 'node:path';
import { type AssemblyOptions, loadAssembly, place } from './assembly.ts';
import { type AwsFiles, urlOf, writeAwsFiles } from './home/environment.ts';
import { openFolder, type StateFolder } from './home/folder.ts';
import { choosePorts, type Ports } from './home/ports.ts';
import type { Seams } from './home/seams.ts';
import { startServices } from './home/services.ts';
import { writeAtomically } from './services/files.ts';
import type { Credentials } from './services/service.ts';

export interface HomeOptions {
  /** Where everything is kept; made at the first start. */
  readonly folder: string;
  /** First of a row of ports; `free` takes any; left out: those of the last start, or the usual ones. */
  readonly port?: number | 'free';
  /** Begins from nothing. */
  readonly fresh?: boolean;
  /** Delivers mails for real too: `smtp://user:password@host:port`. */
  readonly smtpUrl?: string;
  /** Base URL of a real container, in the place of the preview model. */
  readonly endpointUrl?: string;
  /** Shows what functions log on the terminal too. */
  readonly verbose?: boolean;
  /** Mail addresses that become operators, and stay so. */
  readonly operators?: readonly string[];
  /** Settings of `infra/config.ts` that differ from their defaults. */
  readonly settings?: AssemblyOptions['settings'];
  /** The built web page; by default `web/dist`, if that is there. */
  readonly webFolder?: string;
  /** For tests only. */
  readonly seams?: Seams;
}

/** A running home. */
export interface Home {
  readonly folder: string;
  readonly urls: {
    /** Base of the API, stage included. */
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
  /** How many operators it has, those of earlier starts among them. */
  readonly operators: number;
  /** Client id that sign-ins use. */
  readonly clientId: string;
  readonly region: string;
  readonly credentials: Credentials;
  /** For the AWS command line: AWS_CONFIG_FILE and AWS_SHARED_CREDENTIALS_FILE. */
  readonly awsFiles: AwsFiles;
  readonly stateMachineArns: readonly string[];
  readonly bucketNames: readonly string[];
  readonly tableNames: readonly string[];
  close(): Promise<void>;
}

const root = resolve(import.meta.dirname, '..');
const assemblies = join(root, 'node_modules', '.cache', 'gen3d', 'assemblies');

/**
 * Starts the home of the synthesized template on this machine. What was pending when it last stopped goes on.
 * @throws HomeError, AssemblyError, SettingsError: each says what to do
 */
export async function startHome(options: HomeOptions): Promise<Home> {
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
  options: HomeOptions,
  running: AsyncDisposableStack,
): Promise<Home> {
  const { credentials, path } = folder;
  const ports = await choosePorts(options.port, folder.ports);
  await folder.rememberPorts(ports);
  const awsFiles = await writeAwsFiles(join(path, 'aws'), ports, credentials, place.region);
  const web = urlOf(ports, 'api');
  const model = await loadAssembly({
    folder: assemblies,
    origins: { api: web, web },
    ...(options.settings && { settings: options.settings }),
  });
  const { identity, inboxUrl, webConfig } = await startServices(
    {
      folder: path,
      model,
      ports,
      credentials,
      awsFiles,
      webFolder: options.webFolder ?? join(root, 'web', 'dist'),
      smtpUrl: options.smtpUrl,
      endpointUrl: options.endpointUrl,
      verbose: options.verbose ?? false,
      seams: options.seams ?? {},
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
  // Lets the command line `gen3d` find the home from the folder that it was started in.
  await writeAtomically(join(path, 'client.json'), `${JSON.stringify(webConfig, null, 2)}\n`);
  // A home that is killed would keep nothing of what it has compiled.
  flushCompileCache();
  return {
    folder: path,
    urls,
    operators: identity.operators(),
    clientId: identity.clientId,
    region: place.region,
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
