import { Gen3dError } from '../errors.ts';
import { readObject } from '../storage/objects.ts';

/** Bytes; below what a task token's answer may have (256 KiB). */
const answerLimit = 200_000;

/** Text of an answer or failure object; undefined when there is none, empty when it is too long to be one. */
export async function readAnswer(bucket: string, key: string): Promise<string | undefined> {
  try {
    const bytes = await readObject(bucket, key, { limit: answerLimit });
    return bytes === undefined ? undefined : Buffer.from(bytes).toString();
  } catch (error) {
    if (error instanceof Gen3dError && error.code === 'ObjectTooLarge') return '';
    throw error;
  }
}
