import { readFile, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import { modelPrefixes } from '#contracts/keys.ts';
import { weightsIndexKey } from './layout.ts';
import { type RemoteFile, SourceError } from './remote-file.ts';

const Stamp = z.object({ bytes: z.int(), sha256: z.string() });
const Index = z.object({
  format: z.literal(1),
  files: z.record(z.string(), Stamp),
  checkpoints: z.record(z.string(), z.object({ source: Stamp })),
});
/** The used part of `weights.json`; `container/gen3d_container/weights` writes it. */
export type WeightsIndex = z.infer<typeof Index>;

/** Where a key of `models/` is in a folder: the layout that SageMaker gives to the container. */
export const pathOf = (folder: string, key: string) => join(folder, key.slice(modelPrefixes.all.length));

/**
 * The index of a folder whose converted files are complete; undefined when there is none.
 * @throws SourceError when it has an unknown format
 */
export async function readIndex(folder: string): Promise<WeightsIndex | undefined> {
  const path = pathOf(folder, weightsIndexKey);
  const text = await readFile(path, 'utf8').catch(() => undefined);
  if (text === undefined) return undefined;
  const { success, data } = Index.safeParse(parsed(text));
  if (!success) throw new SourceError(`${path} has an unknown format. Delete it and run the command again.`);
  for (const [name, { bytes }] of Object.entries(data.files)) {
    const size = await stat(join(dirname(path), name)).then(
      (found) => found.size,
      () => undefined,
    );
    if (size !== bytes) return undefined;
  }
  return data;
}

/** Whether the index was made from exactly these checkpoints. */
export function covers(index: WeightsIndex, checkpoints: readonly RemoteFile[]): boolean {
  return checkpoints.every(({ key, fingerprint }) => {
    const source = index.checkpoints[key.slice(modelPrefixes.sam3d.length)]?.source;
    return fingerprint.kind === 'sha256' && source?.sha256 === fingerprint.hex;
  });
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
