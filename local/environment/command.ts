import { relative } from 'node:path';
import { Command, CommanderError, InvalidArgumentError } from 'commander';
import { z } from 'zod';
import { decoderFile, weightsFolder } from '#infra/models/layout.ts';
import { readEmail } from '../emulators/identity/accounts.ts';
import { type LocalEnvironment, startEnvironment } from './environment.ts';
import { buildPageIfPossible } from './page-build.ts';
import { defaultBase, serviceNames } from './ports.ts';

const decoderHint = `Clicks in the page need ${weightsFolder}/${decoderFile}, which does not exist. Run npm run models:download, or name
its folder with --weights.`;

const Options = z.object({
  folder: z.string(),
  port: z.union([z.number(), z.literal('free')]).optional(),
  fresh: z.boolean().default(false),
  verbose: z.boolean().default(false),
  smtp: z.string().optional(),
  endpoint: z.string().optional(),
  weights: z.string().optional(),
  operator: z.array(z.string()).default([]),
});

/**
 * `npm start`: runs a local environment until Ctrl-C.
 * @returns the exit code: 0 after a stop, 1 if the start failed, 2 for invalid arguments
 */
export async function startCommand(args: readonly string[]): Promise<number> {
  const command = describe();
  try {
    command.parse(args, { from: 'user' });
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    throw error;
  }
  return run(Options.parse(command.opts()));
}

async function run(chosen: z.infer<typeof Options>): Promise<number> {
  const { smtp, endpoint, weights, operator, port, ...options } = chosen;
  const stopped = stopSignal();
  try {
    console.log('Starting Gen3D on this computer…');
    const webFolder = await buildPageIfPossible(console.log);
    const environment = await startEnvironment({
      ...options,
      ...(webFolder !== undefined && { webFolder }),
      operators: operator,
      ...(port !== undefined && { port }),
      ...(smtp !== undefined && { smtpUrl: smtp }),
      ...(endpoint !== undefined && { endpointUrl: endpoint }),
      ...(weights !== undefined && { weightsFolder: weights }),
    });
    console.log(greeting(environment));
    if (endpoint !== undefined && !environment.decoder) console.log(`\n${decoderHint}`);
    await stopped;
    console.log('\nStopping. The next start continues from here.');
    await environment.close();
    return 0;
  } catch (error) {
    console.error(error instanceof Error && 'code' in error ? error.message : error);
    return 1;
  }
}

function describe(): Command {
  return new Command('npm start --')
    .description('Runs Gen3D on this computer: API, sign-in, state machine, storage, email and model.')
    .exitOverride()
    .option('--folder <path>', 'data folder', '.gen3d')
    .option(
      '--port <base>',
      `first of ${serviceNames.length} consecutive ports, or "free" (first start: ${defaultBase})`,
      readPort,
    )
    .option('--fresh', 'delete all data in the folder and start fresh')
    .option('--smtp <url>', 'also deliver emails: smtp://user:password@host:port', readUrl)
    .option('--endpoint <url>', 'use a real model container instead of the preview model', readUrl)
    .option('--weights <folder>', `with --endpoint: where the weights are (default: "${weightsFolder}")`)
    .option('--operator <email...>', 'grant operator access to these emails', readOperator)
    .option('--verbose', "also print the functions' logs, which the folder keeps")
    .addHelpText(
      'after',
      '\nGen3D listens on 127.0.0.1 only. Press Ctrl-C to stop. The next start continues.',
    );
}

function readPort(text: string): number | 'free' {
  if (text === 'free') return text;
  const port = Number(text);
  if (Number.isInteger(port) && port > 0 && port < 65_536) return port;
  throw new InvalidArgumentError('Enter a port number or "free".');
}

function readUrl(text: string): string {
  if (URL.canParse(text)) return text;
  throw new InvalidArgumentError('Enter a URL.');
}

function readOperator(text: string, before: string[] = []): string[] {
  const email = readEmail(text);
  if (email === undefined) throw new InvalidArgumentError('Enter a valid email address.');
  return [...before, email];
}

function greeting(environment: LocalEnvironment): string {
  const { urls } = environment;
  const file = (path: string) => (path.startsWith(process.cwd()) ? relative('', path) || '.' : path);
  const stateMachine = environment.stateMachineArns[0] ?? '';
  return `
  Open            ${urls.web}
  Inbox           ${urls.inbox}
  API             ${urls.api}
  Sign-in         ${urls.issuer}  (client ${environment.clientId})
  Executions      ${urls.web}/runs  (${operatorsOf(environment)})
  Step Functions  ${urls.stepFunctions}
  Data            ${file(environment.folder)}

From the command line: npx gen3d login, then npx gen3d run photo.jpg
With the AWS command line:
  export AWS_CONFIG_FILE=${file(environment.awsFiles.config)} AWS_SHARED_CREDENTIALS_FILE=${file(environment.awsFiles.credentials)}
  aws stepfunctions --endpoint-url ${urls.stepFunctions} list-executions --state-machine-arn ${stateMachine}

Press Ctrl-C to stop.`;
}

function operatorsOf({ operators }: LocalEnvironment): string {
  const count = operators === 1 ? '1 operator' : `${operators || 'no'} operators`;
  return `${count}; add one: npm start -- --operator EMAIL`;
}

/** Resolves on the first Ctrl-C or SIGTERM. A second one ends the process immediately. */
function stopSignal(): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve());
  return promise;
}
