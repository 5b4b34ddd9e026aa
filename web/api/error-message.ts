import { ApiError, ClientError, SignInError, UploadError } from '#client/errors.ts';

/** Messages by error code. The API's own messages for these codes are written for API clients. */
const messages: Readonly<Record<string, string>> = {
  NetworkError: "Can't reach Gen3D. Check your connection and try again.",
  SignInRequired: "You've been signed out. Sign in and try again.",
  EntityTooLarge: 'The file is too large. Choose a smaller one.',
  DownloadFailed: 'Download failed. Try again.',
  FileMissing: 'This file is gone. The model may have been deleted.',
  MaskAlreadyTaken: 'This selection was already submitted. Reload the page.',
  NotAwaitingMask: 'This model just changed. Reload the page.',
  MaskTooLate: 'The time to select an object ran out. Start again.',
  SessionCancelled: 'This model was deleted. Start again.',
  SessionDeleted: 'This model was deleted. Start again.',
  SessionFailed: 'This model failed. Reload the page to see why.',
};

/** What a user reads about an error: what happened, and what to do. */
export function errorMessage(error: unknown): string {
  const message = error instanceof ClientError ? messages[error.code] : undefined;
  if (message !== undefined) return message;
  if (error instanceof UploadError) return "The file couldn't be uploaded. Try again.";
  if (error instanceof ApiError && error.status === 429) {
    return 'Too many requests. Wait a moment and try again.';
  }
  if (error instanceof ApiError && error.status >= 500) {
    return 'Something went wrong on our side. Nothing is lost. Try again in a minute.';
  }
  if (error instanceof ApiError || error instanceof SignInError) return error.message;
  return 'Something went wrong. Reload the page; your uploads are safe.';
}

/** The session does not exist, or belongs to another user. */
export function isMissing(error: unknown): boolean {
  return error instanceof ApiError && error.status === 404;
}
