import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ModelErrorCode } from '#contracts/model-job.ts';
import { classify } from '#tasks/core/failure/classify.ts';
import { reasonFor } from '#tasks/core/failure/reasons.ts';

const lambdaCause = (errorMessage: string) =>
  JSON.stringify({ errorType: 'X', errorMessage, trace: ['at a.ts:1'] });

describe('the original error of a failure', () => {
  it.each([
    ['States.Timeout', 'StepTimedOut'],
    ['DependencyUnavailable', 'ServiceUnavailable'],
    ['DynamoDb.ThrottlingException', 'ServiceUnavailable'],
    ['Lambda.ServiceException', 'TaskCrashed'],
    ['Runtime.ExitError', 'TaskCrashed'],
    ['States.QueryEvaluationError', 'WorkflowBroken'],
    ['', 'TaskCrashed'],
    ['OutOfMemory', 'OutOfMemory'],
  ])('has one stable code: %s', (name, code) => {
    expect(classify({ Error: name, Cause: 'why' })).toEqual({ code, cause: 'why' });
  });

  it('has the message of a function’s error without the stack', () => {
    expect(classify({ Error: 'PhotoTooSmall', Cause: lambdaCause('too small') }).cause).toBe('too small');
  });

  it('can be read from any cause', () => {
    const text = fc.option(fc.string({ unit: 'binary', maxLength: 5_000 }));
    fc.assert(
      fc.property(text, text, (name, cause) => {
        const failure = classify({ Error: name, Cause: cause });

        expect(failure.code.length).toBeGreaterThan(0);
        expect(failure.cause.length).toBeGreaterThan(0);
        expect(failure.cause.length).toBeLessThanOrEqual(2_000);
      }),
    );
  });
});

describe('the reason that a user reads', () => {
  it('says what to do for every code of the model', () => {
    for (const code of ModelErrorCode.options) {
      const reason = reasonFor({ code, cause: 'internal words' });

      expect(reason.code).toBe(code);
      expect(reason.message).not.toContain('internal words');
    }
  });

  it('hides internal errors', () => {
    expect(reasonFor({ code: 'TypeError', cause: 'x of undefined' })).toMatchObject({
      code: 'InternalError',
    });
  });
});
