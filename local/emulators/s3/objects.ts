import type { IncomingMessage, ServerResponse } from 'node:http';
import { pipeline } from 'node:stream/promises';
import { AwsError } from '../http/aws-error.ts';
import { decodePercent } from '../http/query.ts';
import type { Answer } from '../http/server.ts';
import { text, xml } from '../http/xml.ts';
import type { Verified } from '../signature/verify.ts';
import type { ObjectVersion } from './catalog.ts';
import { checkRead, readConditions, readRange } from './conditions.ts';
import { invalidArgument, noSuchBucket, noSuchKey, noSuchVersion } from './errors.ts';
import { readPayload } from './payload.ts';
import { type Bucket, checkKey, header, headerText, parameter, type Target } from './request.ts';
import type { ObjectStore, Written } from './store.ts';

/** Everything an operation on one object needs. */
export interface ObjectCall {
  readonly store: ObjectStore;
  readonly bucket: Bucket;
  readonly target: Target;
  readonly request: IncomingMessage;
  readonly verified: Verified;
}

const storedHeaders = [
  'cache-control',
  'content-disposition',
  'content-encoding',
  'content-language',
  'expires',
];
export const s3Namespace = 'http://s3.amazonaws.com/doc/2006-03-01/';

export async function putObject(call: ObjectCall): Promise<Answer> {
  const { store, bucket, target, request, verified } = call;
  const payload = readPayload(request, verified);
  const conditions = readConditions((name) => header(request, target.query, name));
  const headers = () => ({ ...objectHeaders(call), ...payload.checksum() });
  const written = await store.put(bucket, target.key, payload.body, headers, conditions);
  return { status: 200, headers: { ...writtenHeaders(written), ...payload.checksum() } };
}

/** Copies a version, with its own headers or new ones. */
export async function copyObject(
  call: ObjectCall,
  bucketNamed: (name: string) => Bucket | undefined,
): Promise<Answer> {
  const { store, bucket, target, request } = call;
  const source = readCopySource(header(request, target.query, 'x-amz-copy-source') ?? '');
  if (bucketNamed(source.bucket) === undefined) throw noSuchBucket(source.bucket);
  const object = find(store, source.bucket, source.key, source.version);
  const conditions = readConditions((name) => header(request, target.query, name), 'x-amz-copy-source-');
  if (checkRead(conditions, object) === 'not-modified')
    throw new AwsError(412, 'PreconditionFailed', 'The copy source does not match the conditions.');
  const directive = header(request, target.query, 'x-amz-metadata-directive') ?? 'COPY';
  const headers = directive === 'REPLACE' ? objectHeaders(call) : object.headers;
  const written = await store.copy(object, bucket, target.key, headers);
  const sourceVersion: Record<string, string> =
    object.version === 'null' ? {} : { 'x-amz-copy-source-version-id': object.version };
  const answer = xml(200, 'CopyObjectResult', s3Namespace, [
    text('LastModified', new Date().toISOString()),
    text('ETag', written.etag),
  ]);
  return { ...answer, headers: { ...answer.headers, ...versionHeader(written), ...sourceVersion } };
}

/** GetObject and HeadObject. It streams the response itself, because objects may be large. */
export async function getObject(call: ObjectCall, response: ServerResponse): Promise<'sent'> {
  const { store, bucket, target, request } = call;
  const object = find(store, bucket.name, target.key, parameter(target.query, 'versionId'));
  const conditions = readConditions((name) => header(request, target.query, name));
  const headers = readHeaders(call, object);
  if (checkRead(conditions, object) === 'not-modified') {
    const { 'content-length': _, ...rest } = headers;
    response.writeHead(304, rest).end();
    return 'sent';
  }
  const range = readRange(request.headers.range, object.size);
  response.writeHead(range ? 206 : 200, { ...headers, ...rangeHeaders(range, object.size) });
  if (request.method === 'HEAD') response.end();
  else await pipeline(store.blobs.read(object.blob, range), response).catch(unlessReaderLeft);
  return 'sent';
}

/** A client that disconnects is not an error. */
function unlessReaderLeft(error: unknown): void {
  if (!(error instanceof Error && 'code' in error && error.code === 'ERR_STREAM_PREMATURE_CLOSE'))
    throw error;
}

export async function deleteObject({ store, bucket, target }: ObjectCall): Promise<Answer> {
  const removed = await store.remove(bucket, target.key, parameter(target.query, 'versionId'));
  return {
    status: 204,
    headers: { ...versionHeader(removed), ...(removed.marker && { 'x-amz-delete-marker': 'true' }) },
  };
}

export function writtenHeaders(written: Written): Record<string, string> {
  return { etag: written.etag, ...versionHeader(written) };
}

/** @throws AwsError NoSuchKey, NoSuchVersion, MethodNotAllowed for a delete marker */
function find(store: ObjectStore, bucket: string, key: string, version: string | undefined) {
  const object =
    version === undefined ? store.catalog.latest(bucket, key) : store.catalog.version(bucket, key, version);
  if (object === undefined) throw version === undefined ? noSuchKey(key) : noSuchVersion(key, version);
  const { blob } = object;
  if (blob !== null) return { ...object, blob };
  if (version === undefined) throw noSuchKey(key);
  throw new AwsError(405, 'MethodNotAllowed', 'The specified method is not allowed against this resource.');
}

function objectHeaders({ request, target }: ObjectCall): Record<string, string> {
  const sent = { ...target.query, ...request.headers };
  const meta = Object.keys(sent).filter((name) => /^x-amz-meta-/i.test(name));
  const headers: Record<string, string> = {};
  for (const name of [...storedHeaders, ...meta]) {
    const value = header(request, target.query, name);
    if (value !== undefined) headers[name.toLowerCase()] = value;
  }
  const type = header(request, target.query, 'content-type') ?? 'application/octet-stream';
  const encoding = String(headers['content-encoding'] ?? '')
    .split(',')
    .map((one) => one.trim())
    .filter((one) => one !== '' && one !== 'aws-chunked')
    .join(',');
  const { 'content-encoding': _, ...rest } = headers;
  return { ...rest, 'content-type': type, ...(encoding && { 'content-encoding': encoding }) };
}

function readHeaders({ request, target }: ObjectCall, object: ObjectVersion): Record<string, string> {
  const wantsChecksum = request.headers['x-amz-checksum-mode'] === 'ENABLED' && !request.headers.range;
  const stored = Object.entries(object.headers).filter(
    ([name]) => wantsChecksum || !name.startsWith('x-amz-checksum-'),
  );
  const overrides = ['content-type', ...storedHeaders].flatMap((name) => {
    const value = parameter(target.query, `response-${name}`);
    return value === undefined ? [] : [[name, headerText(name, value)] as const];
  });
  return {
    ...Object.fromEntries([...stored, ...overrides]),
    'accept-ranges': 'bytes',
    'content-length': String(object.size),
    etag: object.etag,
    'last-modified': new Date(object.modified).toUTCString(),
    ...versionHeader(object),
  };
}

function rangeHeaders(range: { start: number; end: number } | undefined, size: number) {
  if (range === undefined) return {};
  const { start, end } = range;
  return {
    'content-length': String(end - start + 1),
    'content-range': `bytes ${start}-${end}/${size}`,
  };
}

function versionHeader({ version }: { version: string | undefined }): Record<string, string> {
  return version === undefined || version === 'null' ? {} : { 'x-amz-version-id': version };
}

function readCopySource(source: string): { bucket: string; key: string; version: string | undefined } {
  const match = /^\/?([^/?]+)\/([^?]+)(?:\?versionId=(.+))?$/.exec(source);
  const { 1: bucket = '', 2: encoded = '', 3: version } = match ?? [];
  const key = decodePercent(encoded);
  if (match !== null && key !== undefined) return { bucket, key: checkKey(key), version };
  throw invalidArgument('x-amz-copy-source', 'Copy Source must mention the source bucket and key.');
}
