import { AwsError } from '../http/aws-error.ts';
import type { ObjectVersion } from './catalog.ts';

/** Conditional headers of a request, as sent. */
export interface Conditions {
  readonly ifMatch: string | undefined;
  readonly ifNoneMatch: string | undefined;
  readonly ifModifiedSince: string | undefined;
  readonly ifUnmodifiedSince: string | undefined;
}

/** Reads the conditional headers. @param prefix `x-amz-copy-source-` for the source of a copy */
export function readConditions(header: (name: string) => string | undefined, prefix = ''): Conditions {
  return {
    ifMatch: header(`${prefix}if-match`),
    ifNoneMatch: header(`${prefix}if-none-match`),
    ifModifiedSince: header(`${prefix}if-modified-since`),
    ifUnmodifiedSince: header(`${prefix}if-unmodified-since`),
  };
}

/**
 * RFC 9110 §13.2.2: entity tags before dates.
 * @returns `not-modified` when the reader already has this version
 * @throws AwsError PreconditionFailed
 */
export function checkRead(conditions: Conditions, object: ObjectVersion): 'read' | 'not-modified' {
  const { ifMatch, ifNoneMatch, ifModifiedSince, ifUnmodifiedSince } = conditions;
  const second = Math.floor(object.modified / 1000) * 1000;
  if (ifMatch !== undefined ? !matches(ifMatch, object.etag) : second > Date.parse(ifUnmodifiedSince ?? ''))
    throw preconditionFailed(ifMatch !== undefined ? 'If-Match' : 'If-Unmodified-Since');
  if (ifNoneMatch !== undefined) return matches(ifNoneMatch, object.etag) ? 'not-modified' : 'read';
  return second <= Date.parse(ifModifiedSince ?? '') ? 'not-modified' : 'read';
}

/** @throws AwsError PreconditionFailed, or NoSuchKey for If-Match without an object */
export function checkWrite({ ifMatch, ifNoneMatch }: Conditions, current: ObjectVersion | undefined): void {
  if (ifNoneMatch !== undefined && current !== undefined && matches(ifNoneMatch, current.etag))
    throw preconditionFailed('If-None-Match');
  if (ifMatch === undefined) return;
  if (current === undefined) throw new AwsError(404, 'NoSuchKey', 'The specified key does not exist.');
  if (!matches(ifMatch, current.etag)) throw preconditionFailed('If-Match');
}

/**
 * Reads a single byte range. Several or invalid ranges mean the entire object.
 * @returns first and last byte, both included
 * @throws AwsError InvalidRange
 */
export function readRange(
  range: string | undefined,
  size: number,
): { start: number; end: number } | undefined {
  const match = /^bytes=(\d*)-(\d*)$/.exec(range ?? '');
  const { 1: first = '', 2: last = '' } = match ?? [];
  if (match === null || (first === '' && last === '')) return undefined;
  const start = first === '' ? Math.max(0, size - Number(last)) : Number(first);
  const end = first === '' || last === '' ? size - 1 : Math.min(Number(last), size - 1);
  if (first !== '' && last !== '' && Number(last) < Number(first)) return undefined;
  if (start > end)
    throw new AwsError(416, 'InvalidRange', 'The requested range is not satisfiable', {
      RangeRequested: range ?? '',
      ActualObjectSize: String(size),
    });
  return { start, end };
}

function matches(condition: string, etag: string): boolean {
  const bare = (tag: string) => tag.trim().replace(/^W\//, '').replaceAll('"', '');
  return condition.split(',').some((tag) => bare(tag) === '*' || bare(tag) === bare(etag));
}

function preconditionFailed(condition: string): AwsError {
  const message = 'At least one of the pre-conditions you specified did not hold';
  return new AwsError(412, 'PreconditionFailed', message, { Condition: condition });
}
