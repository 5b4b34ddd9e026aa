/**
 * Holds recorded executions against a definition: what was recorded is believed, what the definition decides is
 * compared, event by event. Made for the question whether a changed definition would have done the same.
 */
import type { Definition } from '../asl/definition/model.ts';
import { checkDefinition } from '../asl/definition/validate.ts';
import { InvalidDefinitionError } from '../asl/errors.ts';
import type { HistoryEvent } from '../asl/types.ts';
import { Coverage, type CoverageReport } from './coverage.ts';
import { type Divergence, explain } from './divergence.ts';
import { ReplayDivergedError, UnreadableHistoryError } from './errors.ts';
import { Follower } from './follower.ts';
import { readHistory } from './read-history.ts';

export type { Counted, CoverageReport } from './coverage.ts';
export { type Divergence, explain } from './divergence.ts';
export { ReplayDivergedError, UnreadableHistoryError } from './errors.ts';
export { readHistory } from './read-history.ts';

/**
 * @param definition the state machine's JSON, as text or parsed
 * @param history what `readHistory` reads
 * @returns which parts of the definition the history has gone through
 * @throws ReplayDivergedError at the first place where the definition would have done otherwise, with both sides
 * @throws UnreadableHistoryError where nothing can be said
 * @throws InvalidDefinitionError
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
  /** What `readHistory` reads. */
  readonly history: unknown;
}

/**
 * Replays many histories; one that diverges or cannot be read does not stop the others.
 * @returns when the last result was taken: what all of them have covered
 * @throws InvalidDefinitionError
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
    const follower = new Follower(this.#definition, factsOf(history), this.#coverage);
    for (const event of history) {
      const divergence = follower.follow(event);
      if (divergence !== undefined) return divergence;
    }
    return undefined;
  }
}

/** A history tells its input, role and time; names are not in it, and nothing that depends on them is compared. */
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
