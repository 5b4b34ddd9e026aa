import { createWriteStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { GetObjectCommand } from '@aws-sdk/client-s3';
import { modelPrefixes } from '#contracts/keys.ts';
import { type Command, runPython, torchPython } from './python.ts';
import type { Destination } from './transfer.ts';

/** The decoder cannot be exported or published. */
export class DecoderError extends Error {
  override readonly name = 'DecoderError';
}

const needed = ['config.json', 'model.safetensors', 'processor_config.json'];

/**
 * Exports SAM 3's mask decoder as an ONNX graph from the weights in the bucket. Runs in the container's test
 * environment, which compares the graph with torch.
 * @param use gets the path of the graph, which is deleted afterwards
 * @throws DecoderError; PythonError when the export fails
 */
export async function exportDecoder(
  { s3, bucket }: Pick<Destination, 's3' | 'bucket'>,
  use: (file: string) => Promise<void>,
  python: Command = torchPython,
): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'gen3d-decoder-'));
  try {
    for (const name of needed) {
      const { Body } = await s3.send(
        new GetObjectCommand({ Bucket: bucket, Key: modelPrefixes.sam3 + name }),
      );
      if (!(Body instanceof Readable))
        throw new DecoderError(
          `${modelPrefixes.sam3}${name} cannot be read from the bucket. Upload the models first.`,
        );
      await pipeline(Body, createWriteStream(join(folder, basename(name))));
    }
    const graph = join(folder, 'sam3-decoder.onnx');
    await runPython('The decoder export', python, ['-m', 'gen3d_container.sam3.decoder', folder, graph]);
    await use(graph);
  } finally {
    await rm(folder, { recursive: true });
  }
}
