import { sessionKeys } from '#contracts/keys.ts';
import { stageFacts } from '#contracts/transitions.ts';
import { steadyUrl } from '../storage/urls.ts';

interface ListedSession {
  readonly session_id: string;
  /** In percent. */
  readonly progress: number;
}

/**
 * The URL of a session's thumbnail, made without a read: it has the newest version, and a session that has left
 * ValidateInput has one. Sessions of release 0.1 have none, so that their URL answers 404.
 * @returns undefined before the photo is prepared
 */
export async function thumbnailUrl(
  bucket: string,
  userId: string,
  { session_id, progress }: ListedSession,
  seconds: number,
): Promise<string | undefined> {
  if (progress < stageFacts.embedding.progress) return undefined;
  return steadyUrl(bucket, sessionKeys(userId, session_id).thumbnail, seconds);
}
