/**
 * The public API of replay: checks whether a definition would produce the same events as recorded executions. Events
 * from outside, such as task results, are taken from the history. Everything that the definition decides is compared,
 * event by event.
 */
import type { Definition } from '../asl/definition/model.ts';
import { checkDefinition } from '../asl/definition/validate.ts';
import { InvalidDefinitionError } from '../asl/errors.ts';
import type { HistoryEvent } from '../asl/types.ts';
import { Coverage, type CoverageReport } from './coverage.ts';
import { type Divergence, explain } from './divergence.ts';
import { ReplayDivergedError, UnreadableHistoryError } from './errors.ts';
import { HistoryReplay } from './history-replay.ts';
import { readHistory } from './read-history.ts';

export type { Counted, CoverageReport } from './coverage.ts';
export { type Divergence, explain } from './divergence.ts';
export { ReplayDivergedError, UnreadableHistoryError } from './errors.ts';
export { readHistory } from './read-history.ts';

/**
 * Replays one history.
 * @param definition the state machine's JSON, as text or parsed
 * @param history any input of `readHistory`
 * @returns which parts of the definition the history covers
 * @throws ReplayDivergedError at the first event where the definition diverges
 * @throws UnreadableHistoryError when the history cannot be replayed
 * @throws InvalidDefinitionError
 * @example
 * const history = readFileSync('events/histories/succeeded.json', 'utf8');
 * try {
 *   console.log(replay(definition, history).states); // { covered: 8, total: 12, missing: [...] }
 * } catch (error) {
 *   if (error instanceof ReplayDivergedError) console.log(explain(error.divergence));
 *   // diverges at event 46 (TaskScheduled) in state 'NotifySuccess': timeout changed ...
 * }
 */
export function replay(definition: unknown, history: unknown): CoverageReport {
  const replayer = new Replayer(definition);
  const divergence = replayer.divergence(readHistory(history));
  if (divergence !== undefined) throw new ReplayDivergedError(divergence, explain(divergence));
  return replayer.coverage();
}

export type ReplayResult =
  | { readonly name: string; readonly outcome: 'ok'; readonly events: number }
  | { readonly name: string; readonly outcome: 'diverged'; readonly divergence: Divergence }
  | { readonly name: string; readonly outcome: 'unreadable'; readonly reason: string };

export interface NamedHistory {
  readonly name: string;
  /** Any input of `readHistory`. */
  readonly history: unknown;
}

/**
 * Replays many histories. One that diverges or is unreadable does not stop the others.
 * @returns after the last result: what all histories cover together
 * @throws InvalidDefinitionError
 * @example
 * for (const result of replayAll(definition, [{ name: 'one', history }]))
 *   console.log(result.name, result.outcome); // one ok
 */
export function* replayAll(
  definition: unknown,
  histories: Iterable<NamedHistory>,
): Generator<ReplayResult, CoverageReport> {
  const replayer = new Replayer(definition);
  for (const { name, history } of histories) yield replayer.result(name, history);
  return replayer.coverage();
}

class Replayer {
  readonly #definition: Definition;
  readonly #coverage: Coverage;

  constructor(source: unknown) {
    const { definition, diagnostics } = checkDefinition(source);
    if (definition === undefined) throw new InvalidDefinitionError(diagnostics);
    this.#definition = definition;
    this.#coverage = new Coverage(definition);
  }

  coverage(): CoverageReport {
    return this.#coverage.report();
  }

  result(name: string, source: unknown): ReplayResult {
    try {
      const history = readHistory(source);
      const divergence = this.divergence(history);
      return divergence === undefined
        ? { name, outcome: 'ok', events: history.length }
        : { name, outcome: 'diverged', divergence };
    } catch (error) {
      if (!(error instanceof UnreadableHistoryError)) throw error;
      return { name, outcome: 'unreadable', reason: error.message };
    }
  }

  divergence(history: readonly HistoryEvent[]): Divergence | undefined {
    const run = new HistoryReplay(this.#definition, factsOf(history), this.#coverage);
    for (const event of history) {
      const divergence = run.follow(event);
      if (divergence !== undefined) return divergence;
    }
    return undefined;
  }
}

/** A history holds input, role and start time. It has no names, so values that depend on them are not compared. */
function factsOf([first]: readonly HistoryEvent[]) {
  const details = first?.executionStartedEventDetails;
  const text = (name: string) => {
    const value = typeof details === 'object' && details !== null ? Reflect.get(details, name) : undefined;
    return typeof value === 'string' ? value : '';
  };
  return {
    executionArn: 'arn:aws:states:us-east-1:000000000000:execution:replayed:replayed',
    name: 'replayed',
    stateMachineArn: 'arn:aws:states:us-east-1:000000000000:stateMachine:replayed',
    stateMachineName: 'replayed',
    roleArn: text('roleArn'),
    region: 'us-east-1',
    startTime: first?.timestamp ?? 0,
    input: text('input'),
  };
}
