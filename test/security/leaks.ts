/** A secret with a printable name and its values in all forms. */
export type Secrets = Readonly<Record<string, readonly string[]>>;

/** A source of output and its text. */
export interface Output {
  readonly where: string;
  readonly text: string;
}

/** Patterns of secrets whose values are unknown. */
const kinds: Readonly<Record<string, RegExp>> = {
  'some JWT': /eyJ[\w-]{8,}\.[\w-]{8,}\.[\w-]{8,}/,
  'some signed URL': /X-Amz-(?:Signature|Security-Token)(?:=|%3D|["']?\s*[:,])/i,
  'some signed header': /AWS4-HMAC-SHA256[ +]Credential/i,
  'some ticket': /\.gen3d-[0-9a-f]{46}\.\d{9,12}\.[\w-]{20,}/,
  'some private key': /-----BEGIN [A-Z ]*PRIVATE KEY|"d"\s*:\s*"[\w-]{40,}/,
  'some email address': /[\w.+-]+@[\w-]+(?:\.[\w-]+)*\.[a-z]{2,}\b/i,
};
export type Kind = keyof typeof kinds;

/** Long secrets are also found in pieces, because a truncated token is a leak too. */
const piece = 32;

/** Lists which secrets appear in which output, without their values. */
export function leaksIn(
  outputs: readonly Output[],
  secrets: Secrets,
  allowed: readonly Kind[] = [],
): string[] {
  return outputs.flatMap(({ where, text }) => [
    ...Object.entries(secrets).flatMap(([name, values]) =>
      values.some((value) => isIn(text, value)) ? [`${name} in ${where}`] : [],
    ),
    ...Object.entries(kinds).flatMap(([name, pattern]) =>
      !allowed.includes(name) && pattern.test(text) ? [`${name} in ${where}`] : [],
    ),
  ]);
}

function isIn(text: string, value: string): boolean {
  if (value.length < 6) throw new Error('A secret this short would be found by chance.');
  return formsOf(value).some((form) => piecesOf(form).some((part) => text.includes(part)));
}

/** The forms of a value: plain, JSON, URL-encoded and base64. */
function formsOf(value: string): string[] {
  const bytes = Buffer.from(value);
  const encoded = bytes.toString('base64').replace(/=+$/, '');
  return [
    value,
    JSON.stringify(value).slice(1, -1),
    encodeURIComponent(value),
    encoded.replace(/\w$/, ''),
    bytes.toString('base64url').replace(/\w$/, ''),
  ];
}

/** Any substring of one and a half pieces contains an entire piece. */
function piecesOf(form: string): string[] {
  if (form.length <= piece) return [form];
  const starts = Math.ceil((form.length - piece) / (piece / 2));
  return Array.from({ length: starts + 1 }, (_, index) =>
    form.slice(Math.min((index * piece) / 2, form.length - piece)).slice(0, piece),
  );
}
