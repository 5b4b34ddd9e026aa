import type { Query } from '../http/query.ts';
import type { Answer } from '../http/server.ts';
import { element, text, xml } from '../http/xml.ts';
import type { Catalog, ObjectVersion } from './catalog.ts';
import { invalidArgument } from './errors.ts';
import { s3Namespace } from './objects.ts';
import { type Bucket, parameter } from './request.ts';

/** Parameters of both listings. */
interface Page {
  readonly prefix: string;
  readonly delimiter: string;
  readonly maxKeys: number;
  /** Encodes a key for the XML. */
  readonly encode: (key: string) => string;
  readonly encoding: readonly string[];
}

const lastCharacter = '\u{10ffff}';

/** ListObjectsV2. */
export function listObjects(catalog: Catalog, bucket: Bucket, query: Query): Answer {
  const page = readPage(query);
  const startAfter = parameter(query, 'start-after') ?? '';
  const token = parameter(query, 'continuation-token');
  const entries: string[] = [];
  let last = token === undefined ? startAfter : decodeToken(token);
  let truncated = false;
  for (const object of catalog.objects(bucket.name, page.prefix, last)) {
    const common = commonPrefix(object.key, page);
    if (common !== undefined && last >= common && last.startsWith(common)) continue;
    truncated = entries.length === page.maxKeys;
    if (truncated) break;
    last = common === undefined ? object.key : common + lastCharacter;
    entries.push(common === undefined ? objectXml('Contents', object, page) : prefixXml(common, page));
  }
  return xml(200, 'ListBucketResult', s3Namespace, [
    ...pageXml(bucket, page),
    text('KeyCount', entries.length),
    text('IsTruncated', truncated),
    ...(startAfter === '' ? [] : [text('StartAfter', page.encode(startAfter))]),
    ...(token === undefined ? [] : [text('ContinuationToken', token)]),
    ...(truncated ? [text('NextContinuationToken', encodeToken(last))] : []),
    ...entries,
  ]);
}

/** ListObjectVersions: every version and delete marker. */
export function listVersions(catalog: Catalog, bucket: Bucket, query: Query): Answer {
  const page = readPage(query);
  const keyMarker = parameter(query, 'key-marker') ?? '';
  const versionMarker = parameter(query, 'version-id-marker');
  const entries: string[] = [];
  let last: { key: string; version: string } | undefined;
  let truncated = false;
  let common: string | undefined;
  for (const object of afterMarker(
    catalog.versions(bucket.name, page.prefix, keyMarker),
    keyMarker,
    versionMarker,
  )) {
    const prefix = commonPrefix(object.key, page);
    if (prefix !== undefined && (prefix === common || keyMarker.startsWith(prefix))) continue;
    truncated = entries.length === page.maxKeys;
    if (truncated) break;
    common = prefix;
    last = prefix === undefined ? object : { key: prefix + lastCharacter, version: 'null' };
    entries.push(prefix === undefined ? versionXml(object, page) : prefixXml(prefix, page));
  }
  return xml(200, 'ListVersionsResult', s3Namespace, [
    ...pageXml(bucket, page),
    text('IsTruncated', truncated),
    text('KeyMarker', page.encode(keyMarker)),
    text('VersionIdMarker', versionMarker ?? ''),
    ...(truncated && last
      ? [text('NextKeyMarker', page.encode(last.key)), text('NextVersionIdMarker', last.version)]
      : []),
    ...entries,
  ]);
}

/** Skips the versions that the previous page has shown. */
function* afterMarker(
  versions: Iterable<ObjectVersion>,
  key: string,
  version: string | undefined,
): Generator<ObjectVersion> {
  let reached = version === undefined;
  for (const object of versions) {
    if (object.key !== key || key === '') yield object;
    else if (version !== undefined && reached) yield object;
    else if (object.version === version) reached = true;
  }
}

function readPage(query: Query): Page {
  const maxKeys = Number(parameter(query, 'max-keys') ?? 1000);
  if (!Number.isInteger(maxKeys) || maxKeys < 0)
    throw invalidArgument('max-keys', 'max-keys must be an integer of at least 0.');
  const encoded = parameter(query, 'encoding-type') === 'url';
  return {
    prefix: parameter(query, 'prefix') ?? '',
    delimiter: parameter(query, 'delimiter') ?? '',
    maxKeys: Math.min(maxKeys, 1000),
    encode: encoded ? (key) => encodeURIComponent(key).replaceAll('%2F', '/') : (key) => key,
    encoding: encoded ? [text('EncodingType', 'url')] : [],
  };
}

/** The common prefix that a key is grouped under, if any. */
function commonPrefix(key: string, { prefix, delimiter }: Page): string | undefined {
  const end = delimiter === '' ? -1 : key.indexOf(delimiter, prefix.length);
  return end < 0 ? undefined : key.slice(0, end + delimiter.length);
}

function pageXml(bucket: Bucket, page: Page): string[] {
  return [
    text('Name', bucket.name),
    text('Prefix', page.encode(page.prefix)),
    ...(page.delimiter === '' ? [] : [text('Delimiter', page.encode(page.delimiter))]),
    text('MaxKeys', page.maxKeys),
    ...page.encoding,
  ];
}

function prefixXml(prefix: string, page: Page): string {
  return element('CommonPrefixes', text('Prefix', page.encode(prefix)));
}

function objectXml(name: string, object: ObjectVersion, page: Page, ...more: readonly string[]): string {
  return element(
    name,
    text('Key', page.encode(object.key)),
    ...more,
    text('LastModified', new Date(object.modified).toISOString()),
    text('ETag', object.etag),
    text('Size', object.size),
    text('StorageClass', 'STANDARD'),
  );
}

function versionXml(object: ObjectVersion, page: Page): string {
  const identity = [text('VersionId', object.version), text('IsLatest', object.latest)];
  if (object.blob !== null) return objectXml('Version', object, page, ...identity);
  const modified = text('LastModified', new Date(object.modified).toISOString());
  return element('DeleteMarker', text('Key', page.encode(object.key)), ...identity, modified);
}

function encodeToken(key: string): string {
  return Buffer.from(key, 'utf8').toString('base64url');
}

function decodeToken(token: string): string {
  const key = Buffer.from(token, 'base64url').toString('utf8');
  if (encodeToken(key) !== token)
    throw invalidArgument('continuation-token', 'The continuation token provided is incorrect');
  return key;
}
