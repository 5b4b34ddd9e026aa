import { buffersOf, readShape, type Shape } from './shape.ts';

/** The worker's answer: the model, or why the file can't be read. */
export type ShapeReply = { readonly shape: Shape } | { readonly problem: string };

self.addEventListener('message', async ({ data }: MessageEvent<Blob>) => {
  const reply = await read(data);
  const buffers = 'shape' in reply ? buffersOf(reply.shape) : [];
  self.postMessage(reply, { transfer: buffers });
});

async function read(file: Blob): Promise<ShapeReply> {
  try {
    return { shape: readShape(new Uint8Array(await file.arrayBuffer())) };
  } catch (error) {
    return { problem: error instanceof Error ? error.message : String(error) };
  }
}
