import { mkdir } from 'node:fs/promises';
import { join, relative, resolve } from 'node:path';
import { createClient } from '#client/api.ts';
import { type MaskSource, noMask, prepareMask } from '#client/commands/follow.ts';
import { type ImageFile, readPhoto } from '#client/files.ts';
import { countsOf, readPly } from '#client/ply.ts';
import { createProgress, type Progress } from '#client/progress.ts';
import { printLine, type Terminal } from '#client/terminal.ts';
import type { StatusResponse } from '#contracts/api.ts';
import { geometryText } from '#contracts/format.ts';
import { awaitEmail, downloadLinkIn, type ReceivedEmail } from '../scripted-user/inbox-client.ts';
import { type DemoEnvironment, openDemoEnvironment } from './demo-environment.ts';
import { signInDemoUser } from './demo-user.ts';
import { demoFailure } from './describe-failure.ts';
import { readExecution, visitsOf } from './execution-history.ts';
import { type DemoOptions, readDemoOptions } from './options.ts';
import { type DemoReport, reportLines } from './report.ts';
import { checkLink, runSession, saveModel } from './run-session.ts';

export type DemoTerminal = Pick<Terminal, 'stdout' | 'stderr' | 'folder' | 'signal'>;

/** One run of the demo. */
interface Run {
  readonly options: DemoOptions;
  readonly photo: ImageFile;
  readonly mask: MaskSource;
  /** State folder of the local environment. */
  readonly folder: string;
  readonly terminal: DemoTerminal;
  readonly progress: Progress;
  readonly say: (text: string) => void;
}

/**
 * Runs one session in a local environment with its data in `.gen3d/demo`.
 * @returns the exit code: 0, 1 after a failure, 2 for invalid arguments, 130 after Ctrl-C
 */
export async function demoCommand(args: readonly string[], terminal: DemoTerminal): Promise<number> {
  const progress = createProgress(terminal.stderr);
  try {
    const options = readDemoOptions(args, terminal);
    const photo = await readPhoto(resolve(terminal.folder, options.photo));
    const mask = (await prepareMask(terminal, options.selection)) ?? noMask;
    const folder = join(terminal.folder, '.gen3d', 'demo');
    const say = (text: string) => {
      progress.end();
      printLine(terminal.stdout, text);
    };
    await runInEnvironment({ options, photo, mask, folder, terminal, progress, say });
    return 0;
  } catch (error) {
    progress.end();
    const { text, exitCode } = demoFailure(error, terminal.signal.aborted);
    if (text !== undefined) printLine(terminal.stderr, text);
    return exitCode;
  }
}

async function runInEnvironment(run: Run): Promise<void> {
  await mkdir(run.folder, { recursive: true });
  run.say('Starting Gen3D on this computer…');
  const environment = await openDemoEnvironment(run.folder);
  try {
    run.say(`  API      ${environment.apiUrl}`);
    run.say(`  Sign-in  ${environment.issuer.issuer}`);
    run.say(`  Inbox    ${environment.inboxUrl}`);
    for (const line of reportLines(await runDemo(environment, run))) run.say(line);
  } finally {
    await environment.close();
  }
}

async function runDemo(environment: DemoEnvironment, run: Run): Promise<DemoReport> {
  const { say, progress, folder } = run;
  const { signal } = run.terminal;
  const { selection } = run.options;
  const user = await signInDemoUser(environment.issuer, environment.inbox, userFileIn(folder));
  const { email } = user.credential;
  say(user.isNew ? `Created the account ${email} with the emailed code.` : `Signed in as ${email}.`);
  const client = createClient({ apiUrl: environment.apiUrl, token: async () => user.tokens.idToken });
  const onStatus = (status: StatusResponse) => progress.status(status);
  const status = await runSession(client, run.photo, run.mask, selection, { say, onStatus, signal });
  const modelPath = resolve(run.terminal.folder, selection.out ?? join(folder, `${status.job_id}.ply`));
  const model = await saveModel(client, status.job_id, modelPath, signal);
  return reportOn(environment, run, email, status, { path: modelPath, bytes: model });
}

/** Reads the session's history and its email, and checks the download link. */
async function reportOn(
  environment: DemoEnvironment,
  { folder, terminal }: Run,
  email: string,
  status: StatusResponse,
  model: { path: string; bytes: Uint8Array },
): Promise<DemoReport> {
  const { signal } = terminal;
  const here = (path: string) => relative(terminal.folder, path);
  const { awsFiles, url } = environment.stepFunctions;
  const received = await awaitEmail(environment.inbox, email, successOf(status.session_id), signal);
  const link = downloadLinkIn(received.text) ?? '';
  const { executionArn, history } = await readExecution(environment.stepFunctions, status.job_id);
  return {
    status,
    visits: visitsOf(history),
    modelPath: model.path,
    modelBytes: model.bytes.length,
    geometry: geometryText(countsOf(readPly(model.bytes))),
    received,
    link,
    linkBytes: await checkLink(link, model.bytes, signal),
    executionArn,
    stepFunctionsUrl: url,
    awsFiles: { config: here(awsFiles.config), credentials: here(awsFiles.credentials) },
    folder: here(folder),
    email,
    userFile: here(userFileIn(folder)),
  };
}

function userFileIn(folder: string): string {
  return join(folder, 'demo-user.json');
}

/** Matches the email with the model of one session. */
function successOf(sessionId: string): (email: ReceivedEmail) => boolean {
  return ({ text }) => downloadLinkIn(text) !== undefined && text.includes(sessionId);
}
