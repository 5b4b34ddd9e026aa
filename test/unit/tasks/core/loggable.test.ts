import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { InvalidInputError } from '#tasks/core/errors.ts';
import { loggable } from '#tasks/core/middleware/loggable.ts';

describe('what a log line says of an error', () => {
  it('is name, status and place of a service’s error: its words may hold addresses and tokens', () => {
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

  it('is the place of a broken contract, and never the value', () => {
    const { error } = z.object({ email: z.email() }).safeParse({ email: 'not-quite@' });

    expect(loggable(error)).toEqual({ code: 'ContractBroken', where: 'email: invalid_format' });
  });

  it('is code, message and fields of our own, which are made to be read', () => {
    const error = new InvalidInputError('PhotoTooSmall', 'The photo is too small.', { job_id: 'gen3d-1' });

    expect(loggable(error)).toEqual({
      code: 'PhotoTooSmall',
      message: 'The photo is too small.',
      job_id: 'gen3d-1',
    });
  });

  it('is nothing of what is no error', () => {
    expect(loggable('a secret')).toEqual({ code: 'Unknown' });
  });
});
