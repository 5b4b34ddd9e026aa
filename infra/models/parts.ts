import { type RemoteFile, readRange } from './remote-file.ts';

/**
 * Reads a file part by part, and the next part while one is in use.
 * @param from first byte
 * @throws SourceError
 */
export async function* partsOf(file: RemoteFile, partBytes: number, from = 0): AsyncGenerator<Uint8Array> {
  const read = (start: number) => {
    const reading = readRange(file, start, Math.min(start + partBytes, file.bytes));
    // Its error surfaces where the part is used.
    reading.catch(() => undefined);
    return reading;
  };
  let next = from < file.bytes ? read(from) : undefined;
  for (let start = from; next !== undefined; start += partBytes) {
    const part = await next;
    next = start + partBytes < file.bytes ? read(start + partBytes) : undefined;
    yield part;
  }
}
