import { mkdir } from 'node:fs/promises';
import { join, relative, resolve } from 'node:path';
import { createClient } from '#client/api.ts';
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
    const folder = join(terminal.folder, '.gen3d', 'demo');
    const say = (text: string) => {
      progress.end();
      printLine(terminal.stdout, text);
    };
    await playAtHome({ options, photo, folder, terminal, progress, say });
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
  const here = (path: string) => relative(run.terminal.folder, path);
  const userFile = join(folder, 'demo-user.json');
  const { user, tokens, isNew } = await signInDemoUser(home.issuer, home.mailbox, userFile);
  say(`Signed ${isNew ? 'up, by the code in the mail, and in' : 'in'} as ${user.email}.`);
  const client = createClient({ apiUrl: home.apiUrl, token: async () => tokens.idToken });
  const onStatus = (status: StatusResponse) => progress.status(status);
  const status = await playSession(client, run.photo, run.options.selection, { say, onStatus, signal });
  const modelPath = resolve(
    run.terminal.folder,
    run.options.selection.out ?? join(folder, `${status.job_id}.ply`),
  );
  const model = await saveModel(client, status.job_id, modelPath, signal);
  const mail = await awaitMail(home.mailbox, user.email, successOf(status.session_id), signal);
  const link = downloadLinkIn(mail) ?? '';
  const execution = await readExecution(home.stepFunctions, status.job_id);
  return {
    status,
    visits: visitsOf(execution.history),
    modelPath,
    modelBytes: model.length,
    points: readPly(model).positions.length / 3,
    mail,
    link,
    linkBytes: await followLink(link, model, signal),
    executionArn: execution.executionArn,
    stepFunctionsUrl: home.stepFunctions.url,
    awsFiles: {
      config: here(home.stepFunctions.awsFiles.config),
      credentials: here(home.stepFunctions.awsFiles.credentials),
    },
    folder: here(folder),
    email: user.email,
    userFile: here(userFile),
  };
}

/** The mail that brings the model of one session. */
function successOf(sessionId: string): (mail: ReceivedMail) => boolean {
  return (mail) => downloadLinkIn(mail) !== undefined && mail.text.includes(sessionId);
}
