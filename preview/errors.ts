import type { ModelErrorCode } from '#contracts/model-job.ts';

/** A job that cannot be done. The server answers it with HTTP 200 and its code, as the container does. */
export class ModelError extends Error {
  override readonly name = 'ModelError';
  readonly code: ModelErrorCode;

  constructor(code: ModelErrorCode, message: string) {
    super(message);
    this.code = code;
  }
}

export interface ErrorAnswer {
  readonly status: 'error';
  readonly error: { readonly code: ModelErrorCode; readonly message: string };
}

/** The answer to a failed job. An unexpected error goes to the log; its message does not, since it may quote data. */
export function errorAnswer(error: unknown): ErrorAnswer {
  if (error instanceof ModelError)
    return { status: 'error', error: { code: error.code, message: error.message } };
  logFailure(error);
  const message = 'The preview model failed unexpectedly. See its log for the place.';
  return { status: 'error', error: { code: 'ModelFailed', message } };
}

/** Logs the name and the place of an unexpected error. */
export function logFailure(error: unknown): void {
  const { name, stack = '' } = error instanceof Error ? error : new Error();
  const frames = stack.split('\n').filter((line) => /^\s+at /.test(line));
  console.error([`preview-model: ${name}`, ...frames.slice(0, 6)].join('\n'));
}

/** Runs a step that decodes a file; what it throws becomes a ModelError. */
export async function decoding<T>(
  code: 'ImageUnreadable' | 'MaskUnreadable',
  decode: () => Promise<T>,
): Promise<T> {
  try {
    return await decode();
  } catch (error) {
    const what = code === 'ImageUnreadable' ? 'photo' : 'mask';
    throw new ModelError(
      code,
      `The ${what} can't be decoded: ${error instanceof Error ? error.message : error}`,
    );
  }
}
