import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { InvalidInputError } from '#tasks/core/errors.ts';
import { loggable } from '#tasks/core/telemetry/loggable.ts';

describe('an error in a log line', () => {
  it('has name, status and stack of a service error, but not its message', () => {
    const words = 'Address ada@example.com\nwith token AQCEAAAAKgAAAAMAAAAA is on the suppression list';
    const error = Object.assign(new Error(words), {
      name: 'MessageRejected',
      $metadata: { httpStatusCode: 400 },
      $response: { body: words },
      input: words,
    });

    const logged = loggable(error);

    expect(logged).toMatchObject({ code: 'MessageRejected', status: 400 });
    expect(JSON.stringify(logged)).not.toMatch(/ada@|AQCE|suppression/);
    expect(logged.stack).toEqual(expect.arrayContaining([expect.stringMatching(/^ {4}at /)]));
  });

  it('has the path of an invalid field, and never its value', () => {
    const { error } = z.object({ email: z.email() }).safeParse({ email: 'not-quite@' });

    expect(loggable(error)).toEqual({ code: 'ContractBroken', where: 'email: invalid_format' });
  });

  it('has code, message and fields of an error of Gen3D', () => {
    const error = new InvalidInputError('PhotoTooSmall', 'The photo is too small.', { job_id: 'gen3d-1' });

    expect(loggable(error)).toEqual({
      code: 'PhotoTooSmall',
      message: 'The photo is too small.',
      job_id: 'gen3d-1',
    });
  });

  it('has nothing of a value that is not an error', () => {
    expect(loggable('a secret')).toEqual({ code: 'Unknown' });
  });
});
