import { createHash, type Hash } from 'node:crypto';

/** Identifies the contents of a file, as its source reports them. A git blob's hash is its SHA-1. */
export interface Fingerprint {
  readonly kind: 'sha256' | 'git';
  readonly hex: string;
}

/** A new hash of the fingerprint's kind. A git blob's hash includes its length. */
export function hashOf(file: { readonly fingerprint: Fingerprint; readonly bytes: number }): Hash {
  return file.fingerprint.kind === 'sha256'
    ? createHash('sha256')
    : createHash('sha1').update(`blob ${file.bytes}\0`);
}
