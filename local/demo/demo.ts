import { mkdir } from 'node:fs/promises';
import { join, relative, resolve } from 'node:path';
import { createClient } from '#client/api.ts';
import { type MaskSource, noMask, prepareMask } from '#client/commands/follow.ts';
import { type ImageFile, readPhoto } from '#client/files.ts';
import { readPly } from '#client/ply.ts';
import { createProgress, type Progress } from '#client/progress.ts';
import { printLine, type Terminal } from '#client/terminal.ts';
import type { StatusResponse } from '#tasks/core/contracts/api.ts';
import { signInDemoUser } from './account.ts';
import { demoFailure } from './failure.ts';
import { readExecution, visitsOf } from './history.ts';
import { type DemoHome, openDemoHome } from './home.ts';
import { awaitMail, downloadLinkIn, type ReceivedMail } from './mailbox.ts';
import { type DemoOptions, readDemoOptions } from './options.ts';
import { followLink, playSession, saveModel } from './play.ts';
import { type DemoReport, reportLines } from './report.ts';

export type DemoTerminal = Pick<Terminal, 'stdout' | 'stderr' | 'folder' | 'signal'>;

/** One run of the demo. */
interface Run {
  readonly options: DemoOptions;
  readonly photo: ImageFile;
  readonly mask: MaskSource;
  /** The home's state folder. */
  readonly folder: string;
  readonly terminal: DemoTerminal;
  readonly progress: Progress;
  readonly say: (text: string) => void;
}

/**
 * Plays a whole session on a home of its own, whose state stays in `.gen3d/demo`.
 * @returns the exit code: 0, 1 when it failed, 2 when it was called wrongly, 130 after Ctrl-C
 */
export async function demo(args: readonly string[], terminal: DemoTerminal): Promise<number> {
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
    await playAtHome({ options, photo, mask, folder, terminal, progress, say });
    return 0;
  } catch (error) {
    progress.end();
    const { text, exitCode } = demoFailure(error, terminal.signal.aborted);
    if (text !== undefined) printLine(terminal.stderr, text);
    return exitCode;
  }
}

async function playAtHome(run: Run): Promise<void> {
  await mkdir(run.folder, { recursive: true });
  run.say('Starting Gen3D on this machine …');
  const home = await openDemoHome(run.folder);
  try {
    run.say(`  API        ${home.apiUrl}`);
    run.say(`  Sign-in    ${home.issuer.issuer}`);
    run.say(`  Mail inbox ${home.inboxUrl}`);
    for (const line of reportLines(await play(home, run))) run.say(line);
  } finally {
    await home.close();
  }
}

async function play(home: DemoHome, run: Run): Promise<DemoReport> {
  const { say, progress, folder } = run;
  const { signal } = run.terminal;
  const { selection } = run.options;
  const account = await signInDemoUser(home.issuer, home.mailbox, userFileIn(folder));
  say(`Signed ${account.isNew ? 'up, by the code in the mail, and in' : 'in'} as ${account.user.email}.`);
  const client = createClient({ apiUrl: home.apiUrl, token: async () => account.tokens.idToken });
  const onStatus = (status: StatusResponse) => progress.status(status);
  const status = await playSession(client, run.photo, run.mask, selection, { say, onStatus, signal });
  const modelPath = resolve(run.terminal.folder, selection.out ?? join(folder, `${status.job_id}.ply`));
  const model = await saveModel(client, status.job_id, modelPath, signal);
  return reportOn(home, run, account.user.email, status, { path: modelPath, bytes: model });
}

/** Gathers what the session has left: its history, its mail, and what the mail's link gives. */
async function reportOn(
  home: DemoHome,
  { folder, terminal }: Run,
  email: string,
  status: StatusResponse,
  model: { path: string; bytes: Uint8Array },
): Promise<DemoReport> {
  const { signal } = terminal;
  const here = (path: string) => relative(terminal.folder, path);
  const { awsFiles, url } = home.stepFunctions;
  const mail = await awaitMail(home.mailbox, email, successOf(status.session_id), signal);
  const link = downloadLinkIn(mail) ?? '';
  const { executionArn, history } = await readExecution(home.stepFunctions, status.job_id);
  return {
    status,
    visits: visitsOf(history),
    modelPath: model.path,
    modelBytes: model.bytes.length,
    points: readPly(model.bytes).positions.length / 3,
    mail,
    link,
    linkBytes: await followLink(link, model.bytes, signal),
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

/** The mail that brings the model of one session. */
function successOf(sessionId: string): (mail: ReceivedMail) => boolean {
  return (mail) => downloadLinkIn(mail) !== undefined && mail.text.includes(sessionId);
}
