import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Evidence, gatherEvidence } from './checks/evidence.ts';
import { problemsIn } from './checks/problems.ts';
import { remainsIn } from './checks/remains.ts';
import type { ChildOptions, Ready } from './child-options.ts';
import { MortalHome } from './mortal-home.ts';
import type { ChaosOptions } from './options.ts';
import { smallPictures } from './pictures.ts';
import { randomOf } from './random.ts';
import { report } from './report.ts';
import { childOptions } from './settings.ts';
import { quiet } from './settle.ts';
import { Stage } from './stage.ts';
import { newUser } from './users.ts';

/** How a run went. */
export interface Outcome {
  readonly problems: readonly string[];
  readonly kills: number;
  readonly sessions: number;
  readonly evidence: Evidence;
}

const userCount = 3;
/** Pixels. */
const photoWidth = 96;
/** Milliseconds that open sessions may take once the home lives on; a lost notification costs a whole timeout. */
const settling = { usual: 180_000, withLosses: 400_000 };

/**
 * Lets sessions run while the home dies again and again, lets them finish, and looks whether all is whole. A run
 * with problems keeps its folder and says where it is.
 */
export async function runChaos(options: ChaosOptions, print: (line: string) => void): Promise<Outcome> {
  const folder = options.folder ?? (await mkdtemp(join(tmpdir(), 'gen3d-chaos-')));
  await mkdir(folder, { recursive: true });
  const began = Date.now();
  print(
    `seed ${options.seed}: ${options.kills} kills${options.faults ? ', faults at every seam' : ''}; ${folder}`,
  );
  const child = await childOptions(folder, options);
  const outcome = await runIn(folder, child, options, print);
  for (const line of report(outcome, options, Date.now() - began)) print(line);
  if (outcome.problems.length > 0) print(`seed ${options.seed} FAILED; its files are in ${folder}`);
  else if (options.folder === undefined) await rm(folder, { recursive: true });
  return outcome;
}

async function runIn(
  folder: string,
  child: ChildOptions,
  options: ChaosOptions,
  print: (line: string) => void,
): Promise<Outcome> {
  await using home = new MortalHome(child, folder);
  const random = randomOf(options.seed);
  const first = await home.start();
  const credentials = Array.from({ length: userCount }, (_, i) => ({
    email: `user-${i + 1}@example.com`,
    password: `Secret-of-user-${i + 1}`,
  }));
  const users = await Promise.all(credentials.map((credential) => newUser(first, credential)));
  const stage = new Stage(users, await smallPictures(photoWidth), first, random.part('sessions'));
  stage.begin(options.sessions);
  const at = options.kills === 0 ? first : await killAgainAndAgain(home, options, print);
  await stage.reached(options.atLeast);
  const patience = options.lose ? settling.withLosses : settling.usual;
  const { played, problems: stuck } = await stage.finish(patience);
  const unquiet = await quiet(at, child.folder, patience);
  const evidence = await gatherEvidence(at, played, child.log, home.kills);
  const code = await home.stop();
  const stop = code === 0 ? [] : [`the home did not stop cleanly (exit code ${code})`];
  const problems = [
    ...stuck,
    ...unquiet,
    ...(await problemsIn(evidence, options.faults)),
    ...stop,
    ...(await remainsIn(child.folder, evidence)),
  ];
  return { problems, kills: home.kills.length, sessions: played.length, evidence };
}

async function killAgainAndAgain(
  home: MortalHome,
  { kills, minutes, uptime, seed }: ChaosOptions,
  print: (line: string) => void,
): Promise<Ready> {
  const random = randomOf(seed).part('kills');
  const end = Date.now() + minutes * 60_000;
  await home.kill();
  while (home.kills.length < kills && Date.now() < end) {
    await home.liveAndDie(random, uptime);
    if (home.kills.length % 50 === 0) print(`${home.kills.length} kills`);
  }
  return home.start();
}
