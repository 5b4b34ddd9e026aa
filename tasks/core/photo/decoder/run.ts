import { type ChildProcessByStdio, spawn } from 'node:child_process';
import type { Readable, Writable } from 'node:stream';
import { type Decoder, ownDecoder } from './location.ts';
import { decodeMessage, encodeMessage, Failure, type Fault, type Message, type Request } from './messages.ts';
import { rightsOf } from './rights.ts';
import { watchMemory } from './watch-memory.ts';

export interface DecoderLimits {
  /** Milliseconds that the decoder may take, its start included. */
  readonly timeoutMs: number;
  /** MiB that it may take, on Linux. */
  readonly memoryMb?: number;
}

/** The answer, or why there is none. */
export type Decoded = Message | Failure;

/** WebAssembly holds at most 2 GiB for libvips or libheif; the rest is for the file and the runtime. */
const defaultMemoryMb = 2_816;
/** An answer has at most two pictures of the longest side of 4,096 and their masks. */
const maxAnswerBytes = 256 * 2 ** 20;
const maxErrorBytes = 2_000;

/**
 * Decodes one file in a process of its own, which reads nothing but its own code, starts no other process and has no
 * credentials. The process ends with the call, whatever the file does to it.
 */
export async function runDecoder(
  request: Request,
  file: Uint8Array,
  { timeoutMs, memoryMb = defaultMemoryMb }: DecoderLimits,
  decoder: Decoder = ownDecoder,
): Promise<Decoded> {
  const child = spawn(process.execPath, [...rightsOf(decoder), decoder.file, `${timeoutMs}`], {
    env: environment(),
    stdio: ['pipe', 'pipe', 'pipe'],
    windowsHide: true,
  });
  const ended = Promise.withResolvers<Fault | undefined>();
  const timer = setTimeout(() => ended.resolve('time'), timeoutMs);
  const unwatch = watchMemory(child.pid, memoryMb, () => ended.resolve('memory'));
  child.once('error', () => ended.resolve('damaged'));
  child.once('close', () => ended.resolve(undefined));
  try {
    const output = collect(child.stdout, maxAnswerBytes);
    const errors = collect(child.stderr, maxErrorBytes);
    send(child, encodeMessage({ head: request, files: [file] }));
    const fault = await ended.promise;
    if (fault !== undefined) return { fault, detail: 'The decoder was ended.' };
    return answerOf(output(), errors().toString('utf8'));
  } finally {
    clearTimeout(timer);
    unwatch();
    child.kill('SIGKILL');
  }
}

/** Empty but for the place of Node's own libraries, which some installations need. */
function environment(): NodeJS.ProcessEnv {
  const { LD_LIBRARY_PATH } = process.env;
  return LD_LIBRARY_PATH === undefined ? {} : { LD_LIBRARY_PATH };
}

function send(
  { stdin }: ChildProcessByStdio<Writable, Readable, Readable>,
  parts: readonly Uint8Array[],
): void {
  // A decoder that ends early does not read to the end. Its answer counts.
  stdin.on('error', () => {});
  for (const part of parts) stdin.write(part);
  stdin.end();
}

/** Collects what a stream brings, and drops what is beyond the limit. */
function collect(stream: Readable, limit: number): () => Buffer {
  const chunks: Buffer[] = [];
  let bytes = 0;
  stream.on('data', (chunk: Buffer) => {
    bytes += chunk.length;
    if (bytes <= limit) chunks.push(chunk);
  });
  return () => Buffer.concat(chunks);
}

function answerOf(output: Buffer, errors: string): Decoded {
  try {
    const message = decodeMessage(output);
    const failure = Failure.safeParse(message.head);
    return failure.success ? failure.data : message;
  } catch {
    // It died. A shortage of memory ends WebAssembly and V8 with a sentence about it.
    const fault = /out of memory|allocation failed|bad_alloc/i.test(errors) ? 'memory' : 'damaged';
    return { fault, detail: `The decoder ended without an answer. ${errors}` };
  }
}
