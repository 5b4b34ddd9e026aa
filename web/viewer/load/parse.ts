import type { Shape } from './shape.ts';
import type { ShapeReply } from './worker.ts';

/** The file can't be shown as a model. It can still be downloaded. */
export class ModelUnreadableError extends Error {
  readonly code = 'ModelUnreadable';
  override readonly name = 'ModelUnreadableError';
}

/**
 * Reads a PLY in a worker, because a large model would block the page.
 * @throws ModelUnreadableError; the signal's reason if it is aborted
 */
export async function parseShape(file: Blob, signal: AbortSignal): Promise<Shape> {
  const worker = new Worker(new URL('./worker.ts', import.meta.url), { type: 'module', name: 'ply' });
  try {
    const reply = await new Promise<ShapeReply>((resolve, reject) => {
      worker.onmessage = ({ data }: MessageEvent<ShapeReply>) => resolve(data);
      worker.onerror = () => resolve({ problem: "Your browser doesn't have enough memory for it." });
      signal.addEventListener('abort', () => reject(signal.reason), { once: true });
      worker.postMessage(file);
    });
    if ('problem' in reply)
      throw new ModelUnreadableError(`${reply.problem} You can still download the model.`);
    return reply.shape;
  } finally {
    worker.terminate();
  }
}
