import * as z from 'zod/mini';

/** What Step Functions says of a failure; both may be missing. */
export interface RawFailure {
  readonly Error?: string | null | undefined;
  readonly Cause?: string | null | undefined;
}

/** The true error: a stable code, and the message of whoever raised it. */
export interface Failure {
  readonly code: string;
  readonly cause: string;
}

/** Names of AWS, and what they mean for a session. Names of our own stay as they are. */
const awsNames = new Map([
  ['States.Timeout', 'StepTimedOut'],
  ['States.HeartbeatTimeout', 'StepTimedOut'],
  ['Sandbox.Timedout', 'StepTimedOut'],
  ['DependencyUnavailable', 'ServiceUnavailable'],
]);

/** Cause of a failed Lambda: its error as JSON, the stack trace among it. */
const LambdaCause = z.looseObject({ errorMessage: z.string() });

const maxCause = 2_000;

/** Reads an error output. A stack trace never gets further than here. */
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

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
