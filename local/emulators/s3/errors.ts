import { AwsError } from '../http/aws-error.ts';
import type { Answer } from '../http/server.ts';
import { text, xml } from '../http/xml.ts';
import type { SignatureError, SignatureFault } from '../signature/signature-error.ts';

const faults: Record<SignatureFault, { status: number; code: string }> = {
  missing: { status: 403, code: 'AccessDenied' },
  malformed: { status: 400, code: 'AuthorizationHeaderMalformed' },
  'unknown-key': { status: 403, code: 'InvalidAccessKeyId' },
  'wrong-scope': { status: 400, code: 'AuthorizationHeaderMalformed' },
  'headers-not-signed': { status: 403, code: 'AccessDenied' },
  mismatch: { status: 403, code: 'SignatureDoesNotMatch' },
  skewed: { status: 403, code: 'RequestTimeTooSkewed' },
  expired: { status: 403, code: 'AccessDenied' },
};

/** The fault as S3 names it. */
export function s3SignatureError({ fault, message }: SignatureError): AwsError {
  return new AwsError(faults[fault].status, faults[fault].code, message);
}

export function xmlError(error: AwsError): Answer {
  const code = error.code === 'InternalFailure' ? 'InternalError' : error.code;
  const details = Object.entries(error.details).map(([name, value]) => text(name, value));
  return xml(error.status, 'Error', undefined, [
    text('Code', code),
    text('Message', error.message),
    ...details,
  ]);
}

export const noSuchKey = (key: string) =>
  new AwsError(404, 'NoSuchKey', 'The specified key does not exist.', { Key: key });
export const noSuchVersion = (key: string, version: string) =>
  new AwsError(404, 'NoSuchVersion', 'The specified version does not exist.', {
    Key: key,
    VersionId: version,
  });
export const noSuchBucket = (name: string) =>
  new AwsError(404, 'NoSuchBucket', 'The specified bucket does not exist.', { BucketName: name });
export const invalidArgument = (name: string, message: string) =>
  new AwsError(400, 'InvalidArgument', message, { ArgumentName: name });
export const notImplemented = (what: string) =>
  new AwsError(501, 'NotImplemented', `The local S3 does not support ${what}.`);
export const tooLarge = (limit: number) =>
  new AwsError(400, 'EntityTooLarge', 'Your proposed upload exceeds the maximum allowed size', {
    MaxSizeAllowed: String(limit),
  });
