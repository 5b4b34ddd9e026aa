import { relative } from 'node:path';
import { Command, CommanderError, InvalidArgumentError } from 'commander';
import { z } from 'zod';
import { type Home, startHome } from '../home.ts';
import { readEmail } from '../services/identity/accounts.ts';
import { pageOrNone } from './page-build.ts';
import { defaultBase } from './ports.ts';

const Options = z.object({
  folder: z.string(),
  port: z.union([z.number(), z.literal('free')]).optional(),
  fresh: z.boolean().default(false),
  verbose: z.boolean().default(false),
  smtp: z.string().optional(),
  endpoint: z.string().optional(),
  operator: z.array(z.string()).default([]),
});

/**
 * `npm start`: runs a home until Ctrl-C.
 * @returns the exit code: 0 when it was stopped, 1 when it could not start, 2 when it was called wrongly
 */
export async function homeCommand(args: readonly string[]): Promise<number> {
  const command = describe();
  try {
    command.parse(args, { from: 'user' });
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    throw error;
  }
  return run(Options.parse(command.opts()));
}

async function run({ smtp, endpoint, operator, port, ...options }: z.infer<typeof Options>): Promise<number> {
  const stopped = stopSignal();
  try {
    console.log('Starting Gen3D on this machine …');
    const webFolder = await pageOrNone(console.log);
    const home = await startHome({
      ...options,
      ...(webFolder !== undefined && { webFolder }),
      operators: operator,
      ...(port !== undefined && { port }),
      ...(smtp !== undefined && { smtpUrl: smtp }),
      ...(endpoint !== undefined && { endpointUrl: endpoint }),
    });
    console.log(greeting(home));
    await stopped;
    console.log('\nStopping; the next start goes on from here.');
    await home.close();
    return 0;
  } catch (error) {
    console.error(error instanceof Error && 'code' in error ? error.message : error);
    return 1;
  }
}

function describe(): Command {
  return new Command('npm start --')
    .description('Runs Gen3D on this machine: API, sign-in, state machine, storage, mail and model.')
    .exitOverride()
    .option('--folder <path>', 'where everything is kept', '.gen3d')
    .option('--port <base>', `first of a row of ports, or "free" (first start: ${defaultBase})`, readPort)
    .option('--fresh', 'throw away what the folder holds and begin from nothing')
    .option('--smtp <url>', 'deliver mails for real too: smtp://user:password@host:port', readUrl)
    .option('--endpoint <url>', 'a real model container in the place of the preview model', readUrl)
    .option('--operator <mail...>', 'who may look into the runs of every user', readOperator)
    .option('--verbose', 'show what the functions log, which is kept in the folder anyway')
    .addHelpText('after', '\nEverything listens on 127.0.0.1 only. Ctrl-C stops it; the next start goes on.');
}

function readPort(text: string): number | 'free' {
  if (text === 'free') return text;
  const port = Number(text);
  if (Number.isInteger(port) && port > 0 && port < 65_536) return port;
  throw new InvalidArgumentError('It must be a port number, or "free".');
}

function readUrl(text: string): string {
  if (URL.canParse(text)) return text;
  throw new InvalidArgumentError('It must be a URL.');
}

function readOperator(text: string, before: string[] = []): string[] {
  const email = readEmail(text);
  if (email === undefined) throw new InvalidArgumentError('It must be a mail address.');
  return [...before, email];
}

function greeting(home: Home): string {
  const { urls } = home;
  const file = (path: string) => (path.startsWith(process.cwd()) ? relative('', path) || '.' : path);
  const machine = home.stateMachineArns[0] ?? '';
  return `
  Open this       ${urls.web}
  Mail inbox      ${urls.inbox}
  API             ${urls.api}
  Sign-in         ${urls.issuer}  (client ${home.clientId})
  Runs            ${urls.web}/runs  (for operators: ${operators(home)})
  Step Functions  ${urls.stepFunctions}
  Kept in         ${file(home.folder)}

From the command line: npx gen3d login, then npx gen3d run photo.jpg
With the AWS command line:
  export AWS_CONFIG_FILE=${file(home.awsFiles.config)} AWS_SHARED_CREDENTIALS_FILE=${file(home.awsFiles.credentials)}
  aws stepfunctions --endpoint-url ${urls.stepFunctions} list-executions --state-machine-arn ${machine}

Ctrl-C stops it.`;
}

function operators({ operators: count }: Home): string {
  const become = 'npm start -- --operator YOUR@MAIL makes one';
  return count === 0 ? `there is none yet; ${become}` : `${count}; ${become}`;
}

/** Resolves on the first Ctrl-C or SIGTERM; a second one ends the process at once. */
function stopSignal(): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve());
  return promise;
}
