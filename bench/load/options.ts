import { Command, InvalidArgumentError } from 'commander';

export interface LoadOptions {
  readonly sessions: number;
  readonly users: number;
  /** Pixels. */
  readonly width: number;
  /** Minutes after which the run is given up. */
  readonly minutes: number;
  /** Seconds that the home is read on when all have ended: threads without work go after a minute. */
  readonly rest: number;
}

/** Reads the command line. Ends the process when it is wrong. */
export function readOptions(args: readonly string[]): LoadOptions {
  return new Command('npm run bench:load --')
    .description('Many sessions at once on one home: how they end, and what the home needs meanwhile.')
    .option('--sessions <count>', 'at once', count, 200)
    .option('--users <count>', 'who start them', count, 20)
    .option('--width <pixels>', 'of the photo', count, 96)
    .option('--minutes <count>', 'until the run is given up', count, 30)
    .option('--rest <seconds>', 'read on after the last has ended', count, 100)
    .parse([...args], { from: 'user' })
    .opts<LoadOptions>();
}

function count(text: string): number {
  const value = Number(text);
  if (Number.isSafeInteger(value) && value > 0) return value;
  throw new InvalidArgumentError('It must be a count.');
}
