import type { IncomingMessage } from 'node:http';
import { AwsError } from '../http/aws-error.ts';
import { notImplemented } from './errors.ts';
import type { Target } from './request.ts';

/** Operations that need a signature. */
export type SignedOperation =
  | 'PutObject'
  | 'CopyObject'
  | 'GetObject'
  | 'DeleteObject'
  | 'DeleteObjects'
  | 'ListObjectsV2'
  | 'ListObjectVersions'
  | 'HeadBucket'
  | 'GetBucketLocation'
  | 'GetBucketVersioning';

/** `Preflight` needs no signature; `PostObject` carries its own. */
export type Operation = SignedOperation | 'ListBuckets' | 'Preflight' | 'PostObject';

/** Known parameters. Any other one names an operation, which must not be handled as a plain one. */
const known =
  /^(x-id|versionid|prefix|delimiter|max-keys|encoding-type|continuation-token|start-after|fetch-owner|key-marker|version-id-marker|response-[a-z-]+|x-amz-[a-z0-9-]+|cache-control|content-[a-z]+|expires)$/i;
const bucketOperations: Readonly<Record<string, SignedOperation>> = {
  'GET list-type': 'ListObjectsV2',
  'GET versions': 'ListObjectVersions',
  'GET location': 'GetBucketLocation',
  'GET versioning': 'GetBucketVersioning',
  'POST delete': 'DeleteObjects',
  HEAD: 'HeadBucket',
};
const objectOperations: Readonly<Record<string, SignedOperation>> = {
  PUT: 'PutObject',
  GET: 'GetObject',
  HEAD: 'GetObject',
  DELETE: 'DeleteObject',
};

/** The operation of a request. @throws AwsError NotImplemented, MethodNotAllowed */
export function operationOf(request: IncomingMessage, { bucket, key, query }: Target): Operation {
  const { method = 'GET', headers } = request;
  if (method === 'OPTIONS') return 'Preflight';
  const special = Object.keys(query).filter((name) => !known.test(name));
  const asked = [method, ...special].join(' ');
  if (bucket === '' && asked === 'GET') return 'ListBuckets';
  if (key === '' && asked === 'POST') return 'PostObject';
  const operation = key === '' ? bucketOperations[asked] : objectOperations[asked];
  if (operation === undefined) throw unknown(method, special);
  const isCopy = operation === 'PutObject' && headers['x-amz-copy-source'] !== undefined;
  return isCopy ? 'CopyObject' : operation;
}

function unknown(method: string, special: readonly string[]): AwsError {
  if (special.includes('AWSAccessKeyId'))
    return new AwsError(400, 'InvalidRequest', 'Please use AWS4-HMAC-SHA256 (signature version 4).');
  if (special.length > 0) return notImplemented(`"${special.join(', ')}"`);
  return new AwsError(405, 'MethodNotAllowed', `${method} is not allowed against this resource.`);
}
