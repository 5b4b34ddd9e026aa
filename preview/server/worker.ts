import { parentPort, workerData } from 'node:worker_threads';
import { embed } from '../embedding/embedding.ts';
import { errorAnswer } from '../errors.ts';
import { type ReconstructionInput, reconstruct } from '../reconstruction/reconstruction.ts';

/** What a thread computes; it gets a copy of the bytes. */
export type Computation =
  | { readonly name: 'embed'; readonly photo: Uint8Array; readonly maxPixels: number }
  | { readonly name: 'reconstruct'; readonly input: ReconstructionInput };

/** Always posts one message. A thread that ends without one died. */
const computation: Computation = workerData;
try {
  const result = await compute(computation);
  parentPort?.postMessage({ result });
} catch (error) {
  parentPort?.postMessage(errorAnswer(error));
}

function compute(computation: Computation) {
  switch (computation.name) {
    case 'embed':
      return embed(computation.photo, computation.maxPixels);
    case 'reconstruct':
      return reconstruct(computation.input);
  }
}
