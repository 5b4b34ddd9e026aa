import { Command } from 'commander';
import { parseCount } from '../shared/parse-count.ts';

export interface LoadOptions {
  readonly sessions: number;
  readonly users: number;
  /** Width of the photo in pixels. */
  readonly width: number;
  /** Minutes after which the run is aborted. */
  readonly minutes: number;
  /** Seconds of further readings after the last session: idle threads exit after a minute. */
  readonly rest: number;
}

/** Parses the command line. Exits the process on wrong usage. */
export function readOptions(args: readonly string[]): LoadOptions {
  return new Command('npm run bench -- load')
    .description(
      'Many concurrent sessions on one local server: their times and the memory and files of the server.',
    )
    .option('--sessions <count>', 'concurrent sessions', parseCount, 200)
    .option('--users <count>', 'users who start them', parseCount, 20)
    .option('--width <pixels>', 'width of the photo', parseCount, 96)
    .option('--minutes <count>', 'time limit of the run', parseCount, 30)
    .option('--rest <seconds>', 'further readings after the last session', parseCount, 100)
    .parse([...args], { from: 'user' })
    .opts<LoadOptions>();
}
