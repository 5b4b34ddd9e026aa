import { spawn } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { GetObjectCommand } from '@aws-sdk/client-s3';
import { modelPrefixes } from '#tasks/core/keys.ts';
import { imageFolder } from './image-tag.ts';
import type { Destination } from './transfer.ts';

/** The decoder could not be made; what Python said is above. */
export class DecoderError extends Error {
  override readonly name = 'DecoderError';
}

const needed = ['config.json', 'model.safetensors', 'processor_config.json'];

/**
 * Makes the ONNX graph of SAM 3's mask decoder from the weights in the bucket, in the container's test
 * environment, which holds it against torch.
 * @param use gets the graph's file, which is gone afterwards
 * @throws DecoderError
 */
export async function exportDecoder(
  { s3, bucket }: Pick<Destination, 's3' | 'bucket'>,
  use: (file: string) => Promise<void>,
  command: readonly [string, ...string[]] = ['bash', join(imageFolder, 'python.sh'), 'sam3-tests'],
): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'gen3d-decoder-'));
  try {
    for (const name of needed) {
      const { Body } = await s3.send(
        new GetObjectCommand({ Bucket: bucket, Key: modelPrefixes.sam3 + name }),
      );
      if (!(Body instanceof Readable)) throw new DecoderError(`${modelPrefixes.sam3}${name} cannot be read.`);
      await pipeline(Body, createWriteStream(join(folder, basename(name))));
    }
    const graph = join(folder, 'sam3-decoder.onnx');
    await run([...command, '-m', 'gen3d_container.sam3.decoder', folder, graph]);
    await use(graph);
  } finally {
    await rm(folder, { recursive: true });
  }
}

function run([command = '', ...args]: readonly string[]): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const child = spawn(command, args, { stdio: 'inherit' });
  child.once('error', () => reject(new DecoderError(`${command} cannot be started.`)));
  child.once('exit', (code) => {
    if (code === 0) resolve();
    else reject(new DecoderError(`The decoder could not be made: exit code ${code}.`));
  });
  return promise;
}
