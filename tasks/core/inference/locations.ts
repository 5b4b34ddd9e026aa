import { JobId } from '#contracts/common.ts';
import { asyncFailurePrefix, asyncKeys, asyncOutputPrefix } from '#contracts/keys.ts';

/** Key of an `s3://` location. @returns undefined outside the bucket and prefixes of SageMaker output */
export function asyncKeyOf(bucket: string, location: string | undefined): string | undefined {
  const start = `s3://${bucket}/`;
  if (location === undefined || !location.startsWith(start)) return undefined;
  const key = location.slice(start.length);
  return [asyncOutputPrefix, asyncFailurePrefix].some((prefix) => key.startsWith(prefix)) ? key : undefined;
}

/** The job whose request a key belongs to: the path extension that the request was sent with. */
export function jobOfKey(key: string | undefined, inferenceId: string): string | undefined {
  const jobId = key?.split('/')[1];
  if (key === undefined || !JobId.safeParse(jobId).success || jobId === undefined) return undefined;
  const { output, failure } = asyncKeys(jobId, inferenceId);
  return key === output || key === failure ? jobId : undefined;
}
