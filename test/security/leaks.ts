/** A secret by a name that may be printed; more than one value where it has several forms. */
export type Secrets = Readonly<Record<string, readonly string[]>>;

/** A place where output was collected, and its text. */
export interface Output {
  readonly where: string;
  readonly text: string;
}

/** Kinds of secrets that are recognised without being known. */
const kinds: Readonly<Record<string, RegExp>> = {
  'some JWT': /eyJ[\w-]{8,}\.[\w-]{8,}\.[\w-]{8,}/,
  'some signed URL': /X-Amz-(?:Signature|Security-Token)(?:=|%3D|["']?\s*[:,])/i,
  'some signed header': /AWS4-HMAC-SHA256[ +]Credential/i,
  'some ticket': /\.gen3d-[0-9a-f]{46}\.\d{9,12}\.[\w-]{20,}/,
  'some private key': /-----BEGIN [A-Z ]*PRIVATE KEY|"d"\s*:\s*"[\w-]{40,}/,
  'some mail address': /[\w.+-]+@[\w-]+(?:\.[\w-]+)*\.[a-z]{2,}\b/i,
};
export type Kind = keyof typeof kinds;

/** Longer secrets are also found in pieces: whoever cuts a token for the log still leaks it. */
const piece = 32;

/** Which secrets, known ones and kinds, stand in which output; never their values. */
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

/** As it is, in JSON, in a URL, and in base64. */
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

/** Any run of one and a half pieces holds a whole one. */
function piecesOf(form: string): string[] {
  if (form.length <= piece) return [form];
  const starts = Math.ceil((form.length - piece) / (piece / 2));
  return Array.from({ length: starts + 1 }, (_, index) =>
    form.slice(Math.min((index * piece) / 2, form.length - piece)).slice(0, piece),
  );
}
