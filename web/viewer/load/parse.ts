import type { Cloud } from './cloud.ts';
import type { CloudReply } from './worker.ts';

/** The file is not a model that can be shown; it can still be downloaded. */
export class ModelUnreadableError extends Error {
  readonly code = 'ModelUnreadable';
  override readonly name = 'ModelUnreadableError';
}

/**
 * Reads a PLY away from the page's own thread, which a million points would hold up.
 * @throws ModelUnreadableError; the signal's reason when it is aborted
 */
export async function parseCloud(file: Blob, signal: AbortSignal): Promise<Cloud> {
  const worker = new Worker(new URL('./worker.ts', import.meta.url), { type: 'module', name: 'ply' });
  try {
    const reply = await new Promise<CloudReply>((resolve, reject) => {
      worker.onmessage = ({ data }: MessageEvent<CloudReply>) => resolve(data);
      worker.onerror = () => resolve({ problem: 'The browser has not enough memory for it.' });
      signal.addEventListener('abort', () => reject(signal.reason), { once: true });
      worker.postMessage(file);
    });
    if ('problem' in reply)
      throw new ModelUnreadableError(
        `This model cannot be shown here. ${reply.problem} You can still download it.`,
      );
    return reply.cloud;
  } finally {
    worker.terminate();
  }
}
