import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CrashableServer } from '#local/testing/crashable-server.ts';
import { randomOf } from '#local/testing/random.ts';
import { smallImages } from '#local/testing/sample-images.ts';
import type { ServerInfo, ServerOptions } from '#local/testing/server-process/options.ts';
import { signUpPatientUser } from '#local/testing/users.ts';
import { gatherEvidence } from './checks/evidence.ts';
import { problemsIn } from './checks/problems.ts';
import { remainsIn } from './checks/remains.ts';
import type { ChaosOptions } from './options.ts';
import { type Outcome, report } from './report.ts';
import { serverOptions } from './server-settings.ts';
import { SessionPool } from './session-pool.ts';
import { untilIdle } from './settle.ts';

const userCount = 3;
/** Pixels. */
const photoWidth = 96;
/** Milliseconds that open sessions may take after the last kill. A lost notification costs a whole timeout. */
const settleTimeout = { usual: 180_000, withLosses: 400_000 };

/**
 * Runs sessions while the server is killed repeatedly, lets them finish, and checks the result. A run with problems
 * keeps its folder and prints the path.
 */
export async function runChaos(options: ChaosOptions, print: (line: string) => void): Promise<Outcome> {
  const folder = options.folder ?? (await mkdtemp(join(tmpdir(), 'gen3d-chaos-')));
  await mkdir(folder, { recursive: true });
  const began = Date.now();
  print(`seed ${options.seed}: ${options.kills} kills${options.faults ? ', with faults' : ''}; ${folder}`);
  const outcome = await runIn(folder, await serverOptions(folder, options), options, print);
  for (const line of report(outcome, options, Date.now() - began)) print(line);
  if (outcome.problems.length > 0) print(`seed ${options.seed} failed. Its files are in ${folder}`);
  else if (options.folder === undefined) await rm(folder, { recursive: true });
  return outcome;
}

async function runIn(
  folder: string,
  setup: ServerOptions,
  options: ChaosOptions,
  print: (line: string) => void,
): Promise<Outcome> {
  await using server = new CrashableServer(setup, folder);
  const random = randomOf(options.seed);
  const first = await server.start();
  const credentials = Array.from({ length: userCount }, (_, i) => ({
    email: `user-${i + 1}@example.com`,
    password: `Secret-of-user-${i + 1}`,
  }));
  const users = await Promise.all(credentials.map((credential) => signUpPatientUser(first, credential)));
  const pool = new SessionPool(users, await smallImages(photoWidth), first, random.part('sessions'));
  pool.start(options.sessions);
  const at = options.kills === 0 ? first : await killRepeatedly(server, options, print);
  await pool.reached(options.atLeast);
  const patience = options.lose ? settleTimeout.withLosses : settleTimeout.usual;
  const { sessions, problems: stuck } = await pool.finish(patience);
  const unfinished = await untilIdle(at, setup.folder, patience);
  const evidence = await gatherEvidence(at, sessions, setup.log, server.kills);
  const code = await server.stop();
  const stop = code === 0 ? [] : [`the server did not stop cleanly (exit code ${code})`];
  const problems = [
    ...stuck,
    ...unfinished,
    ...(await problemsIn(evidence, options.faults)),
    ...stop,
    ...(await remainsIn(setup.folder, evidence)),
  ];
  return { problems, kills: server.kills.length, sessions: sessions.length, evidence };
}

async function killRepeatedly(
  server: CrashableServer,
  { kills, minutes, uptime, seed }: ChaosOptions,
  print: (line: string) => void,
): Promise<ServerInfo> {
  const random = randomOf(seed).part('kills');
  const end = Date.now() + minutes * 60_000;
  await server.kill();
  while (server.kills.length < kills && Date.now() < end) {
    await server.runAndCrash(random, uptime);
    if (server.kills.length % 50 === 0) print(`${server.kills.length} kills`);
  }
  return server.start();
}
