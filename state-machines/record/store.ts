import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { RecordError } from './errors.ts';
import type { Recording } from './recording.ts';

/**
 * Writes a recording into a folder.
 * @returns the file's path
 * @throws RecordError `RecordingExists` when the file exists and `force` is false
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
    const message = `${path} already exists. Use --force to overwrite it.`;
    throw new RecordError('RecordingExists', message, { cause: error });
  }
  return path;
}
