import { expect, it } from 'vitest';
import { ApiError, NetworkError, SignInRequiredError, UploadError } from '#client/errors.ts';
import { errorMessage, isMissing } from '#web/api/error-message.ts';

it.each([
  [new NetworkError('https://api.example'), 'Check your connection'],
  [new SignInRequiredError(), 'Sign in and try again'],
  [new UploadError(400, 'EntityTooLarge', 'x'), 'Choose a smaller one'],
  [new ApiError(429, 'TooManyRequests', 'x'), 'Wait a moment'],
  [new ApiError(503, 'Unavailable', 'x'), 'Nothing is lost'],
  [new ApiError(409, 'MaskAlreadyTaken', 'Use a new session_id.'), 'already submitted'],
  [new ApiError(400, 'ImageTooSmall', 'The photo is too small.'), 'The photo is too small.'],
  [new UploadError(403, 'AccessDenied', 'x'), "couldn't be uploaded"],
  [new Error('x is undefined'), 'Reload the page'],
])('explains %s', (error, advice) => {
  expect(errorMessage(error)).toContain(advice);
});

it('recognizes a session that does not exist', () => {
  expect(isMissing(new ApiError(404, 'NotFound', 'x'))).toBe(true);
  expect(isMissing(new ApiError(500, 'InternalError', 'x'))).toBe(false);
  expect(isMissing(new NetworkError('https://api.example'))).toBe(false);
});
