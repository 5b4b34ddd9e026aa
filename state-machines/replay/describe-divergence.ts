/** Says in a few words what a divergence means for the definition. */
import type { Phase } from '../asl/execution/branch.ts';

type Kind = Phase['kind'];

/** Describes a recorded event whose type differs from the event that comes now. */
export function describeEventType(recorded: string, now: string | undefined, phase: Kind): string {
  const starts = /(?:Scheduled|MapStateStarted|ParallelStateStarted)$/.test(recorded);
  const failing = phase === 'caught' || phase === 'failed' || phase === 'collapsed';
  if (phase === 'retrying') return 'a retrier now applies';
  if (starts && failing) return 'a retrier no longer applies';
  if (recorded.endsWith('StateExited') && (phase === 'failed' || phase === 'collapsed'))
    return 'a catcher no longer applies';
  if (phase === 'caught') return 'a catcher now applies';
  if (recorded.endsWith('StateEntered') && now?.endsWith('StateEntered')) return 'next state changed';
  if (now === 'EvaluationFailed') return 'an expression now fails';
  if (recorded === 'EvaluationFailed') return 'an expression no longer fails';
  if (phase === 'entering' || phase === 'ended' || phase === 'choosing') return 'path changed';
  return 'step changed';
}

const BY_FIELD: readonly (readonly [RegExp, string])[] = [
  [/^name$/, 'next state changed'],
  [/^(?:parameters)(?:\/|\[|$)/, 'task input changed'],
  [/^input(?:\/|\[|$)/, 'input changed'],
  [/^(?:timeoutInSeconds|heartbeatInSeconds)$/, 'timeout changed'],
  [/^(?:resource|resourceType)$/, 'task changed'],
  [/^assignedVariables(?:\/|$)/, 'variable changed'],
  [/^output(?:\/|\[|$)/, 'output changed'],
  [/^(?:error|cause)$/, 'error changed'],
  [/^length$/, 'number of items changed'],
  [/^index$/, 'item changed'],
  [/^taskCredentials/, 'credentials changed'],
  [/^previousEventId$/, 'concurrency changed'],
];

/** Describes an event of the same type that differs at `path`. */
export function describeField(path: string): string {
  return BY_FIELD.find(([pattern]) => pattern.test(path))?.[1] ?? 'value changed';
}
