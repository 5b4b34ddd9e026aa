/** An error in the form of an AWS service: code, HTTP status and message. `details` are extra XML members. */
export class AwsError extends Error {
  readonly code: string;
  readonly status: number;
  readonly details: Readonly<Record<string, string>>;

  /** @param code the service's own code, which SDKs use as the error's name */
  constructor(status: number, code: string, message: string, details: Record<string, string> = {}) {
    super(message);
    this.name = code;
    this.code = code;
    this.status = status;
    this.details = details;
  }
}

/** The error that an SDK sees: an AwsError unchanged, anything else as an internal failure. */
export function asAwsError(error: unknown): AwsError {
  if (error instanceof AwsError) return error;
  if (isDiskFull(error)) {
    return new AwsError(507, 'StorageFull', 'The disk is full. Free some space and try again.');
  }
  return new AwsError(500, 'InternalFailure', 'The local service failed. See its log.');
}

/** The disk is full, the quota is used up, or the file has reached its maximum size. */
function isDiskFull(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  return ['ENOSPC', 'EDQUOT', 'EFBIG'].includes(code);
}

/** Logs where an unexpected failure happened. Messages may quote requests, so the log omits them. */
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
