import * as z from 'zod/mini';
import { parseJson } from '#contracts/json.ts';

/** A failure as Step Functions reports it. Both fields may be missing. */
export interface RawFailure {
  readonly Error?: string | null | undefined;
  readonly Cause?: string | null | undefined;
}

/** The original error: a stable code and the message of its source. */
export interface Failure {
  readonly code: string;
  readonly cause: string;
}

/** Error names of AWS and their codes in Gen3D. Our own names stay unchanged. */
const awsNames = new Map([
  ['States.Timeout', 'StepTimedOut'],
  ['States.HeartbeatTimeout', 'StepTimedOut'],
  ['Sandbox.Timedout', 'StepTimedOut'],
  ['DependencyUnavailable', 'ServiceUnavailable'],
]);

/** Cause of a failed Lambda: its error as JSON, with a stack trace. */
const LambdaCause = z.looseObject({ errorMessage: z.string() });

const maxCause = 2_000;

/** Reads an error output and drops its stack trace. */
export function classify({ Error: name, Cause: cause }: RawFailure): Failure {
  return { code: codeOf(name ?? ''), cause: messageOf(cause ?? '').slice(0, maxCause) };
}

function codeOf(name: string): string {
  const known = awsNames.get(name);
  if (known !== undefined) return known;
  if (name.startsWith('Lambda.') || name.startsWith('Runtime.') || name === '') return 'TaskCrashed';
  if (name.startsWith('States.')) return 'WorkflowBroken';
  if (name.startsWith('DynamoDb.')) return 'ServiceUnavailable';
  return name.slice(0, 256);
}

function messageOf(cause: string): string {
  const parsed = LambdaCause.safeParse(parseJson(cause));
  return (parsed.success ? parsed.data.errorMessage : cause) || 'No cause was given.';
}
