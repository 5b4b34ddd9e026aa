import type { z } from 'zod';
import type { ModelErrorCode } from '#tasks/core/contracts/model-job.ts';
import { Gen3dError } from '#tasks/core/errors.ts';

type Code = z.infer<typeof ModelErrorCode>;

/** A job that cannot be done; answered as HTTP 200 with its code, as the container does. */
export class ModelError extends Gen3dError {
  readonly status = 200;
  /** As the answer says it; it survives the way between threads, the class does not. */
  readonly reason: { readonly code: Code; readonly message: string };

  constructor(code: Code, message: string, fields: Record<string, string | number> = {}) {
    super(code, message, fields);
    this.reason = { code, message };
  }
}
