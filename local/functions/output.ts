import { appendFileSync } from 'node:fs';

let requestId = '';

/** Sets the request id of the lines that this thread prints. */
export function setRequestId(id: string): void {
  requestId = id;
}

/**
 * Writes everything that this thread prints to a file, one JSON object per line as in Lambda's JSON logs.
 * @param verbose also prints it on the terminal
 */
export function redirectOutput(file: string, verbose: boolean): void {
  const terminal = verbose ? process.stderr.write.bind(process.stderr) : () => true;
  process.stdout.write = writer(file, 'INFO', terminal);
  process.stderr.write = writer(file, 'ERROR', terminal);
}

function writer(
  file: string,
  level: string,
  terminal: (text: string) => boolean,
): typeof process.stdout.write {
  return (chunk: string | Uint8Array, encoding?: unknown, callback?: unknown) => {
    const text = typeof chunk === 'string' ? chunk : Buffer.from(chunk).toString('utf8');
    const lines = text.split('\n').filter((line) => line.trim() !== '');
    const records = lines.map((line) => `${asJson(line, level)}\n`).join('');
    if (records !== '') appendFileSync(file, records, { mode: 0o600 });
    if (records !== '') terminal(records);
    const done = typeof encoding === 'function' ? encoding : callback;
    if (typeof done === 'function') queueMicrotask(() => done());
    return true;
  };
}

function asJson(line: string, level: string): string {
  if (line.startsWith('{') && line.endsWith('}')) return line;
  return JSON.stringify({ timestamp: new Date().toISOString(), level, requestId, message: line });
}
