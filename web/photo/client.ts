import { wrap } from 'comlink';
import type { PhotoService } from './serve.ts';

/** The worker failed to start or stopped. */
export class PhotoWorkerError extends Error {
  override readonly name = 'PhotoWorkerError';
}

/** Photos are read and scaled in a worker of their own each time, so that the memory for it is free afterwards. */
export const photoService: PhotoService = {
  open: (file, limits) => inWorker((service) => service.open(file, limits)),
  strip: (photo, header) => inWorker((service) => service.strip(photo, header)),
};

async function inWorker<Result>(call: (service: PhotoService) => Promise<Result>): Promise<Result> {
  // Vite bundles a worker only if its URL and options are written inside the constructor.
  const worker = new Worker(new URL('./worker.ts', import.meta.url), { type: 'module', name: 'photo' });
  const stopped = new Promise<never>((_, reject) => {
    worker.addEventListener('error', () => reject(new PhotoWorkerError('The worker for photos stopped.')));
  });
  try {
    return await Promise.race([stopped, call(wrap<PhotoService>(worker))]);
  } finally {
    worker.terminate();
  }
}
