import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { RecordError } from './errors.ts';
import type { Recording } from './recording.ts';

/**
 * Writes a recording into a folder, under its name.
 * @returns the file's path
 * @throws RecordError `RecordingExists` when the path was recorded before and `force` is not set
 */
export async function storeRecording(
  folder: string,
  { name, text }: Recording,
  force: boolean,
): Promise<string> {
  const path = join(folder, `${name}.json`);
  await mkdir(folder, { recursive: true });
  try {
    await writeFile(path, text, { flag: force ? 'w' : 'wx' });
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
    const message = `${path} is there already: this path was recorded before. --force overwrites it.`;
    throw new RecordError('RecordingExists', message, { cause: error });
  }
  return path;
}
