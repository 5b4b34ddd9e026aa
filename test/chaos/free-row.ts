import { randomInt } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { serviceNames } from '#local/home/ports.ts';

/** Below the ports of a home, which begin at 20,000. */
const range = { from: 12_000, to: 19_900 };

/** First of a row of ports for the proxies that nobody listens on. */
export async function freeRow(): Promise<number> {
  for (;;) {
    const base = randomInt(range.from, range.to);
    const free = await Promise.all(serviceNames.map((_, i) => isFree(base + i)));
    if (free.every(Boolean)) return base;
  }
}

async function isFree(port: number): Promise<boolean> {
  const server = createServer().listen(port, '127.0.0.1');
  try {
    await once(server, 'listening');
    return true;
  } catch {
    return false;
  } finally {
    server.close();
  }
}
