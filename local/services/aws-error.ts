/** An error as an AWS service answers it: code, HTTP status and message; `details` are extra XML members. */
export class AwsError extends Error {
  readonly code: string;
  readonly status: number;
  readonly details: Readonly<Record<string, string>>;

  /** @param code the service's own code, as SDKs turn it into the error's name */
  constructor(status: number, code: string, message: string, details: Record<string, string> = {}) {
    super(message);
    this.name = code;
    this.code = code;
    this.status = status;
    this.details = details;
  }
}

/** What an SDK should see of any failure: ours as it is, everything else as an internal failure. */
export function asAwsError(error: unknown): AwsError {
  if (error instanceof AwsError) return error;
  if (isDiskFull(error)) {
    return new AwsError(507, 'StorageFull', 'The disk of this home is full: make room and try again.');
  }
  return new AwsError(500, 'InternalFailure', 'The local service failed; its log names the place.');
}

/** No room, no quota left, or a file at its limit. */
function isDiskFull(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  return ['ENOSPC', 'EDQUOT', 'EFBIG'].includes(code);
}

/** Logs where an unexpected failure happened. Messages may quote requests, so they stay out of the log. */
export function logUnexpected(service: string, error: unknown): void {
  if (error instanceof AwsError) return;
  const name = error instanceof Error ? error.name : 'Error';
  const code = error instanceof Error && 'code' in error ? ` ${String(error.code)}` : '';
  const frames = error instanceof Error ? (error.stack ?? '').split('\n').filter(isFrame).slice(0, 6) : [];
  console.error([`${service}: ${name}${code}`, ...frames].join('\n'));
}

function isFrame(line: string): boolean {
  return /^\s+at /.test(line);
}
