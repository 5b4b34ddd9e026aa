/** The functions that Step Functions adds to JSONata, and $eval, which it removes. */
import { md5, sha1 } from '@noble/hashes/legacy.js';
import { sha256, sha384, sha512 } from '@noble/hashes/sha2.js';
import { hex, utf8 } from '../bytes.ts';
import type { Ambient } from './ambient.ts';
import { seededRandom } from './ambient.ts';
import type { SyncExpression } from './engine.ts';

/** AWS's limit on $range. */
const MAX_RANGE = 1000;
const HASHES: Readonly<Record<string, (bytes: Uint8Array) => Uint8Array>> = {
  MD5: md5,
  'SHA-1': sha1,
  'SHA-256': sha256,
  'SHA-384': sha384,
  'SHA-512': sha512,
};

interface AddedFunction {
  /** Empty to accept anything. */
  readonly signature: string;
  readonly implementation: (...args: never[]) => unknown;
}

/** An error as the engine's own functions throw it. */
class FunctionError extends Error {
  readonly code: string;
  constructor(code: string, message: string) {
    super(message);
    this.code = code;
  }
}

/** Registers the functions that the expression's text mentions. */
export function addFunctions(expression: SyncExpression, text: string, ambient: Ambient): void {
  for (const [name, added] of Object.entries(addedFunctions(ambient))) {
    if (text.includes(`$${name}`))
      expression.registerFunction(name, added.implementation, added.signature || undefined);
  }
}

function addedFunctions(ambient: Ambient): Readonly<Record<string, AddedFunction>> {
  return {
    partition: { signature: '<an:a>', implementation: partition },
    range: { signature: '<nnn:a>', implementation: range },
    hash: { signature: '<xs:s>', implementation: hash },
    parse: { signature: '<s:x>', implementation: (text: string) => JSON.parse(text) },
    eval: { signature: '', implementation: refuseEval },
    uuid: { signature: '<:s>', implementation: () => uuid(ambient.bytes()) },
    random: {
      signature: '<n?:n>',
      implementation: (seed?: number) => (seed === undefined ? ambient.random() : seededRandom(`${seed}`)),
    },
  };
}

/** Step Functions has no $eval; $parse reads JSON. */
function refuseEval(): never {
  throw new FunctionError('T1006', 'Attempted to invoke a non-function');
}

function partition(items: readonly unknown[], size: number): unknown[] {
  const width = Math.floor(size);
  if (width < 1) throw new FunctionError('D3137', 'The size of a partition must be a positive integer');
  return Array.from({ length: Math.ceil(items.length / width) }, (_, part) =>
    items.slice(part * width, (part + 1) * width),
  );
}

/** Returns a JSONata sequence, in which a single element equals itself. */
function range(first: number, last: number, step: number): unknown[] {
  const stride = Math.trunc(step);
  if (stride === 0) throw new FunctionError('D3137', 'The step of a range must not be 0');
  const length = Math.max(0, Math.floor((last - first) / stride) + 1);
  if (length > MAX_RANGE) throw new FunctionError('D3137', `A range holds at most ${MAX_RANGE} elements`);
  const items = Array.from({ length }, (_, index) => first + index * stride);
  return Object.assign(items, { sequence: true });
}

function hash(data: unknown, algorithm: string): string {
  const digest = HASHES[algorithm];
  if (digest === undefined) throw new FunctionError('D3137', `Unknown hash algorithm: ${algorithm}`);
  return hex(digest(utf8(typeof data === 'string' ? data : JSON.stringify(data))));
}

/** A version 4 UUID from the evaluation's random bytes. */
function uuid(random: Uint8Array): string {
  const bytes = random.slice(0, 16);
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x40;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  return hex(bytes).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}
