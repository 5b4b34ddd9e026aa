import { type Cloud, readCloud } from './cloud.ts';

/** What the worker answers: the points, or why there are none. */
export type CloudReply = { readonly cloud: Cloud } | { readonly problem: string };

self.addEventListener('message', async ({ data }: MessageEvent<Blob>) => {
  const reply = await read(data);
  const buffers = 'cloud' in reply ? [reply.cloud.positions.buffer, reply.cloud.colours.buffer] : [];
  self.postMessage(reply, { transfer: buffers });
});

async function read(file: Blob): Promise<CloudReply> {
  try {
    return { cloud: readCloud(new Uint8Array(await file.arrayBuffer())) };
  } catch (error) {
    return { problem: error instanceof Error ? error.message : String(error) };
  }
}
