import { randomInt } from 'node:crypto';
import { Command, InvalidArgumentError } from 'commander';

export interface ChaosOptions {
  /** Times that the home is killed. */
  readonly kills: number;
  readonly seed: number;
  /** Minutes after which no more kills come, however many have. */
  readonly minutes: number;
  /** Mean milliseconds that the home lives once it is up. */
  readonly uptime: number;
  /** Sessions at a time. */
  readonly sessions: number;
  /** Sessions that are begun at least. */
  readonly atLeast: number;
  readonly faults: boolean;
  /** Share of the calls that meet a fault. */
  readonly probability: number;
  /** Lets notifications get lost. */
  readonly lose: boolean;
  /** Where the run keeps its files; a temporary folder when left out, gone when all is well. */
  readonly folder?: string | undefined;
}

/** Reads the command line. Ends the process when it is wrong. */
export function readOptions(args: readonly string[]): ChaosOptions {
  const command = new Command('npm run chaos --')
    .description('Kills a home again and again while sessions run, and looks whether anything was lost.')
    .option('--kills <count>', 'how often', number, 300)
    .option('--seed <number>', 'decides everything that is left to chance', number, randomInt(2 ** 31))
    .option('--minutes <count>', 'no more kills after that', number, 60)
    .option('--uptime <ms>', 'mean life of the home once it is up', number, 800)
    .option('--sessions <count>', 'at a time', number, 4)
    .option('--at-least <count>', 'sessions that are begun, even when the kills are over', number, 0)
    .option('--faults', 'trouble at every seam as well', false)
    .option('--probability <share>', 'of the calls that meet trouble', number, 0.04)
    .option('--lose', 'with --faults: notifications may get lost', false)
    .option('--folder <path>', 'keeps the files of the run there')
    .parse([...args], { from: 'user' });
  return command.opts<ChaosOptions>();
}

function number(text: string): number {
  const value = Number(text);
  if (Number.isFinite(value) && value >= 0 && text !== '') return value;
  throw new InvalidArgumentError('It must be a number.');
}
