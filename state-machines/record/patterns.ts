import type { Kind } from './placeholders.ts';

/** Members whose text is always replaced; names in lower case. */
const kinds: readonly (readonly [Kind, readonly string[]])[] = [
  ['user', ['user_id', 'sub', 'cognito:username']],
  ['session', ['session_id']],
  ['token', ['token', 'tasktoken', 'mask_token']],
  ['version', ['version', 'versionid', 'mask_version', 'x-amz-version-id']],
  ['mail', ['email', 'user_email']],
  ['id-token', ['authorization']],
  ['id', ['aud', 'nonce', 'apiid', 'client_id']],
];
const kindByMember: ReadonlyMap<string, Kind> = new Map(
  kinds.flatMap(([kind, members]) => members.map((member) => [member, kind] as const)),
);

/** Object versions are long. Shorter versions are version numbers of formats. */
const shortestObjectVersion = 8;

/** The kind of a member's text by its name. DynamoDB's expressions write `:token` for a value. */
export function kindOfMember(name: string | undefined, text: string): Kind | undefined {
  if (name === undefined || text === '') return undefined;
  const kind = kindByMember.get(name.replace(/^:/, '').toLowerCase());
  return kind === 'version' && text.length < shortestObjectVersion ? undefined : kind;
}

/** Values that are recognized by their form, in any text. The earlier pattern wins. */
export const patterns: readonly (readonly [Kind, RegExp])[] = [
  ['signed-url', /https?:\/\/[^\s"'<>\\]+[?&](?:X-Amz-|AWSAccessKeyId=|Signature=)[^\s"'<>\\]*/g],
  ['ticket', /(?<=\/download\/)[\w.~-]{8,}/g],
  ['id-token', /eyJ[\w-]+\.[\w-]+\.[\w-]*/g],
  ['mail', /[\w.!#$%&'*+/=?^`{|}~-]+@[\w-]+(?:\.[\w-]+)+/g],
  ['access-key', /\b(?:AKIA|ASIA)[A-Z0-9]{16}\b/g],
  ['trace', /Root=1-[0-9a-f]{8}-[0-9a-f]{24}/g],
  ['uuid', /\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b/gi],
  ['hex', /\b[0-9a-f]{32,}\b/gi],
  ['host', /\b(?:127\.0\.0\.1|localhost):\d+/g],
  ['code', /(?:file:\/\/)?\/[^\s"'()\\:]+\.[cm]?[jt]s(?=:\d)/g],
];

/** Account and region of an ARN. */
export const arnPlace = /\barn:aws[\w-]*:[\w-]*:(?<region>[\w-]*):(?<account>\d{12})(?=:)/g;
