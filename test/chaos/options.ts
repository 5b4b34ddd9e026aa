import { randomInt } from 'node:crypto';
import { Command, InvalidArgumentError } from 'commander';

export interface ChaosOptions {
  /** Number of kills. */
  readonly kills: number;
  readonly seed: number;
  /** Minutes after which the kills stop. */
  readonly minutes: number;
  /** Mean uptime in milliseconds. */
  readonly uptime: number;
  /** Concurrent sessions. */
  readonly sessions: number;
  /** Minimum number of sessions. */
  readonly atLeast: number;
  readonly faults: boolean;
  /** Share of calls with a fault. */
  readonly probability: number;
  /** Whether notifications may be lost. */
  readonly lose: boolean;
  /** Folder of the run's files. The default is a temporary folder, deleted when the run passes. */
  readonly folder?: string | undefined;
}

/** Reads the command line. Ends the process when it is wrong. */
export function readOptions(args: readonly string[]): ChaosOptions {
  const command = new Command('npm run chaos --')
    .description('Kills a local server repeatedly while sessions run, and checks that nothing was lost.')
    .option('--kills <count>', 'number of kills', number, 300)
    .option('--seed <number>', 'random seed', number, randomInt(2 ** 31))
    .option('--minutes <count>', 'stop killing after this time', number, 60)
    .option('--uptime <ms>', 'mean uptime', number, 800)
    .option('--sessions <count>', 'concurrent sessions', number, 4)
    .option('--at-least <count>', 'minimum number of sessions, even after the last kill', number, 0)
    .option('--faults', 'also break calls between services', false)
    .option('--probability <share>', 'share of calls with a fault', number, 0.04)
    .option('--lose', 'with --faults: lose notifications', false)
    .option('--folder <path>', 'keep the files of the run here')
    .parse([...args], { from: 'user' });
  return command.opts<ChaosOptions>();
}

function number(text: string): number {
  const value = Number(text);
  if (Number.isFinite(value) && value >= 0 && text !== '') return value;
  throw new InvalidArgumentError('It must be a number.');
}
