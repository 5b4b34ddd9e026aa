import { expect, it } from 'vitest';
import { ApiError, NetworkError, SignInRequiredError, UploadError } from '#client/errors.ts';
import { isMissing, problemOf } from '#web/api/problem.ts';

it.each([
  [new NetworkError('https://api.example'), 'Check your connection'],
  [new SignInRequiredError(), 'sign in and try again'],
  [new UploadError(400, 'EntityTooLarge', 'x'), 'Choose a smaller one'],
  [new ApiError(429, 'TooManyRequests', 'x'), 'Wait a moment'],
  [new ApiError(503, 'Unavailable', 'x'), 'Nothing is lost'],
  [new ApiError(409, 'MaskTaken', 'Another mask is in use.'), 'Another mask is in use.'],
  [new Error('x is undefined'), 'Load it again'],
])('%s is told with what to do', (error, advice) => {
  expect(problemOf(error)).toContain(advice);
});

it('tells what is not there from what went wrong', () => {
  expect(isMissing(new ApiError(404, 'NotFound', 'x'))).toBe(true);
  expect(isMissing(new ApiError(500, 'InternalError', 'x'))).toBe(false);
  expect(isMissing(new NetworkError('https://api.example'))).toBe(false);
});
