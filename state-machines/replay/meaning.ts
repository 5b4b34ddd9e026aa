/** What a difference says about the definition. */
import type { Phase } from '../asl/execution/branch.ts';

type Kind = Phase['kind'];

/** The recorded event is of another type than what comes now. */
export function meaningOfType(recorded: string, now: string | undefined, phase: Kind): string {
  const starts = /(?:Scheduled|MapStateStarted|ParallelStateStarted)$/.test(recorded);
  const failing = phase === 'caught' || phase === 'failed' || phase === 'collapsed';
  if (phase === 'retrying') return 'a retrier applies now';
  if (starts && failing) return 'a retrier no longer applies';
  if (recorded.endsWith('StateExited') && (phase === 'failed' || phase === 'collapsed'))
    return 'a catcher no longer applies';
  if (phase === 'caught') return 'a catcher applies now';
  if (recorded.endsWith('StateEntered') && now?.endsWith('StateEntered')) return 'another next state';
  if (now === 'EvaluationFailed') return 'an expression fails now';
  if (recorded === 'EvaluationFailed') return 'an expression no longer fails';
  if (phase === 'entering' || phase === 'ended' || phase === 'choosing') return 'another way on';
  return 'another step';
}

const BY_FIELD: readonly (readonly [RegExp, string])[] = [
  [/^name$/, 'another next state'],
  [/^(?:parameters)(?:\/|\[|$)/, 'another task input'],
  [/^input(?:\/|\[|$)/, 'another input'],
  [/^(?:timeoutInSeconds|heartbeatInSeconds)$/, 'a timeout that changed'],
  [/^(?:resource|resourceType)$/, 'another task'],
  [/^assignedVariables(?:\/|$)/, 'another variable'],
  [/^output(?:\/|\[|$)/, 'another output'],
  [/^(?:error|cause)$/, 'another error'],
  [/^length$/, 'another number of items'],
  [/^index$/, 'another item'],
  [/^taskCredentials/, 'other credentials'],
  [/^previousEventId$/, 'another concurrency'],
];

/** The event is of the same type and differs in `path`. */
export function meaningOfField(path: string): string {
  return BY_FIELD.find(([pattern]) => pattern.test(path))?.[1] ?? 'another value';
}
