import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { modelPrefixes } from '#contracts/keys.ts';
import { decoderFile } from '../layout.ts';
import { type Command, runPython, torchPython } from '../python.ts';
import { pathOf } from '../weights-index.ts';

/**
 * Exports SAM 3's mask decoder into a weights folder, from which the local server serves it. Does nothing when the
 * folder has the decoder of its weights.
 * @throws PythonError when the export fails
 */
export async function saveDecoder(
  folder: string,
  log: (line: string) => void,
  python: Command = torchPython,
): Promise<void> {
  const graph = join(folder, decoderFile);
  const model = pathOf(folder, modelPrefixes.sam3);
  if ((await writtenAt(graph)) >= (await writtenAt(join(model, 'model.safetensors')))) {
    log(`✓ ${decoderFile} (already there)`);
    return;
  }
  log('Exporting the mask decoder, about 1 minute…');
  await runPython('The decoder export', python, ['-m', 'gen3d_container.sam3.decoder', model, graph]);
}

/** Milliseconds since 1970; 0 for a file that does not exist. */
async function writtenAt(path: string): Promise<number> {
  return stat(path).then(
    ({ mtimeMs }) => mtimeMs,
    () => 0,
  );
}
