import { hash, timingSafeEqual } from 'node:crypto';

/** Compares two secrets in a time that depends on neither. */
export function sameSecret(a: string, b: string): boolean {
  return timingSafeEqual(digest(a), digest(b));
}

function digest(text: string): Buffer {
  return hash('sha256', text, 'buffer');
}
