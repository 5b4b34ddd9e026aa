/** Simulates every path of the session state machine on a virtual clock, with invented results of its functions. */
import { readFileSync } from 'node:fs';
import { compile, type HistoryEvent } from '#state-machines/asl/index.ts';
import type { NamedHistory } from '#state-machines/replay/index.ts';
import { type Answer, Simulation, simulatedFacts } from '#state-machines/simulation/simulate.ts';

export interface TaskSource {
  readonly Type: string;
  readonly Retry?: readonly { readonly ErrorEquals: readonly string[]; readonly MaxAttempts?: number }[];
  readonly Catch?: readonly { readonly ErrorEquals: readonly string[]; readonly Next: string }[];
}
export interface DefinitionSource {
  readonly States: Readonly<Record<string, TaskSource>>;
}

export const SESSION: DefinitionSource = JSON.parse(
  readFileSync(new URL('../../state-machines/session/session.asl.json', import.meta.url), 'utf8'),
);

const INPUT = JSON.stringify({
  job_id: 'job',
  user_id: 'user',
  session_id: 'session',
  image_key: 'users/user/sessions/session/original_image.jpg',
});
const REFUSED = {
  Payload: { accepted: false, reason: { code: 'MaskEmpty', message: 'The mask is empty.' } },
};
/** The results of each state on success. */
const WELL: Readonly<Record<string, unknown>> = {
  ValidateInput: { Payload: { image: { key: 'k', version: 'v1' } } },
  RequestEmbedding: { embeddings_s3_key: 'e' },
  CheckEmbedding: { Payload: { embeddings_s3_key: 'e' } },
  WaitForMask: { mask: { key: 'm', version: 'v2' }, quality: 'high' },
  ValidateMask: { Payload: { accepted: true, mask: { key: 'm', version: 'v2' } } },
  RequestReconstruction: { output_s3_key: 'o' },
  CheckReconstruction: { Payload: { output_s3_key: 'o' } },
  NotifySuccess: { Payload: { mailed: true } },
};
const CALLBACKS = new Set(['RequestEmbedding', 'WaitForMask', 'RequestReconstruction']);

/** The first results of each state, in order. Later calls succeed. */
type Script = Readonly<Record<string, readonly Answer[]>>;

interface Path {
  readonly name: string;
  readonly script: Script;
  /** The state at which a redrive resumes. */
  readonly resume?: string;
}

function good(state: string, output: unknown = WELL[state]): Answer {
  const result = { type: 'TaskSucceeded', output: JSON.stringify(output) };
  return CALLBACKS.has(state) ? { submitted: { StatusCode: 202 }, result } : { result };
}

function failed(error: string): Answer {
  return { result: { type: 'TaskFailed', error, cause: `${error} happened.` } };
}

const TIMED_OUT: Answer = { result: { type: 'TaskTimedOut' } };

function paths(): Path[] {
  const found: Path[] = [
    { name: 'all goes well', script: {} },
    { name: 'a mask is refused once', script: { ValidateMask: [good('ValidateMask', REFUSED)] } },
    {
      name: 'masks are refused to the end',
      script: { ValidateMask: Array.from({ length: 5 }, () => good('ValidateMask', REFUSED)) },
      resume: 'WaitForMask',
    },
  ];
  for (const [name, state] of Object.entries(SESSION.States)) {
    if (state.Type !== 'Task') continue;
    for (const { ErrorEquals, MaxAttempts = 3 } of state.Retry ?? []) {
      for (const error of ErrorEquals) {
        found.push({ name: `${name} is retried after ${error}`, ...leadingTo(name, [failed(error)]) });
      }
      const tooOften = Array.from({ length: MaxAttempts + 1 }, () => failed(ErrorEquals[0] ?? ''));
      found.push({
        name: `${name} fails after all retries of ${ErrorEquals[0]}`,
        ...leadingTo(name, tooOften),
      });
    }
    for (const { ErrorEquals } of state.Catch ?? []) {
      const answer = ErrorEquals.includes('States.Timeout') ? TIMED_OUT : failed('Unexpected');
      found.push({ name: `${name} is caught by ${ErrorEquals.join()}`, ...leadingTo(name, [answer]) });
    }
  }
  return found;
}

/** Checks and error handling are reached through another failure. */
function leadingTo(name: string, answers: readonly Answer[]): { script: Script; resume: string } {
  const before =
    name === 'HandleError'
      ? { NotifySuccess: [failed('Unexpected')] }
      : name.startsWith('Check')
        ? { [name.replace('Check', 'Request')]: [TIMED_OUT] }
        : {};
  return { script: { ...before, [name]: answers }, resume: RESUMED[name] ?? name };
}

/** A redrive never resumes at a check or at HandleError. */
const RESUMED: Readonly<Record<string, string>> = {
  CheckEmbedding: 'RequestEmbedding',
  CheckReconstruction: 'RequestReconstruction',
  HandleError: 'NotifySuccess',
};

/** A failed session is redriven once and then succeeds. */
function live({ name, script, resume }: Path): NamedHistory {
  const scripts = new Map(Object.entries(script).map(([state, answers]) => [state, [...answers]]));
  let redriven = false;
  let handled = 0;
  const simulation = new Simulation(compile(SESSION), simulatedFacts('session', INPUT), ({ stateName }) => {
    const scripted = scripts.get(stateName)?.shift();
    if (scripted !== undefined || stateName !== 'HandleError') return scripted ?? good(stateName);
    handled += 1;
    if (handled > 20) throw new Error(`${name}: the session does not come to an end.`);
    return redriven ? good('HandleError', { Payload: { resume } }) : failed('SessionFailed');
  });
  const history = simulation.run();
  if (simulation.execution.status === 'SUCCEEDED') return { name, history };
  redriven = true;
  return { name, history: [...history, ...simulation.apply({ kind: 'redrive' })] };
}

/** A session that is stopped while it waits for the mask. */
function stopped(): NamedHistory {
  const simulation = new Simulation(compile(SESSION), simulatedFacts('session', INPUT), ({ stateName }) =>
    stateName === 'WaitForMask' ? undefined : good(stateName),
  );
  const history = simulation.run();
  return {
    name: 'stopped',
    history: [...history, ...simulation.apply({ kind: 'stop', error: 'Cancelled', cause: undefined })],
  };
}

export const HISTORIES: readonly NamedHistory[] = [...paths().map(live), stopped()];

export function eventsOf({ history }: NamedHistory): HistoryEvent[] {
  if (!Array.isArray(history)) throw new TypeError('not a list of events');
  return structuredClone(history);
}
