import { ApiError, ClientError, NetworkError, SignInRequiredError, UploadError } from '#client/errors.ts';

/** What to tell a person of an error: what happened, and what to do. */
export function problemOf(error: unknown): string {
  if (error instanceof NetworkError) {
    return 'The service cannot be reached. Check your connection and try again.';
  }
  if (error instanceof SignInRequiredError) return 'You are not signed in any more: sign in and try again.';
  if (error instanceof UploadError && error.code === 'EntityTooLarge') {
    return 'The file is too large. Choose a smaller one.';
  }
  if (error instanceof ApiError && error.status === 429) {
    return 'There are many requests at the moment. Wait a moment and try again.';
  }
  if (error instanceof ApiError && error.status >= 500) {
    return 'The service has a problem at the moment. Nothing is lost: try again in a minute.';
  }
  if (error instanceof ClientError) return error.message;
  return 'Something went wrong on this page. Load it again; what you uploaded is kept.';
}

/** Is there no such session, or not for this person? */
export function isMissing(error: unknown): boolean {
  return error instanceof ApiError && error.status === 404;
}
