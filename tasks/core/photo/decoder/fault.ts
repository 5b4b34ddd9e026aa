import type { Fault } from './messages.ts';

/** A file that cannot be decoded. The message is for the log. */
export class DecodeError extends Error {
  readonly fault: Fault;

  constructor(fault: Fault, detail: string) {
    super(detail);
    this.name = 'DecodeError';
    this.fault = fault;
  }
}

/** Why a library failed, from its sentence: it has no codes. */
export function faultOf(error: unknown): Fault {
  if (error instanceof DecodeError) return error.fault;
  const sentence = sentenceOf(error);
  if (/out of memory|enlarge memory|allocat|array length|array buffer|bad_alloc/i.test(sentence))
    return 'memory';
  return /truncat|premature|end of (file|data|stream|image)|unexpected end|ended|too short|not enough|bad seek|outside the bounds/i.test(
    sentence,
  )
    ? 'truncated'
    : 'damaged';
}

/** What an error says. libvips throws exceptions of WebAssembly, which are no errors but have a message. */
export function sentenceOf(error: unknown): string {
  const hasMessage = typeof error === 'object' && error !== null && 'message' in error;
  return String(hasMessage ? error.message : error);
}
