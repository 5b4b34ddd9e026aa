import { createServer, type Server } from 'node:http';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startProxy, type Trouble } from '#test/chaos/faults/proxy.ts';
import { freeRow } from '#test/chaos/free-row.ts';
import { listen } from '#test/e2e/listen.ts';

let service: Server;
let heard: { host: string | undefined; body: string }[];
let trouble: Trouble;
let proxy: { close(): Promise<void> };
let url: string;

beforeEach(async () => {
  heard = [];
  service = createServer(async (request, response) => {
    heard.push({ host: request.headers.host, body: await text(request) });
    response.end(`answer ${heard.length}`);
  });
  const target = await listen(service);
  const port = await freeRow();
  proxy = await startProxy(
    port,
    () => target,
    () => trouble,
  );
  url = `http://127.0.0.1:${port}`;
});
afterEach(async () => {
  await proxy.close();
  service.closeAllConnections();
  service.close();
});

const ask = async () => {
  const response = await fetch(url, { method: 'POST', body: 'question' });
  return { status: response.status, body: await response.text() };
};

describe('the proxy of chaos', () => {
  it('passes a call on with its Host, which signatures cover', async () => {
    trouble = { kind: 'none' };

    expect(await ask()).toEqual({ status: 200, body: 'answer 1' });
    expect(heard).toEqual([{ host: new URL(url).host, body: 'question' }]);
  });

  it.each<[Trouble, number]>([
    [{ kind: 'refused' }, 0],
    [{ kind: 'answer-lost' }, 1],
  ])('breaks the connection: $kind', async (kind, times) => {
    trouble = kind;

    await expect(ask()).rejects.toThrow();
    expect(heard).toHaveLength(times);
  });

  it.each<[Trouble, number]>([
    [{ kind: 'answered', status: 429, headers: {}, body: 'busy' }, 0],
    [{ kind: 'replaced', status: 429, headers: {}, body: 'busy' }, 1],
  ])('answers in the place of the service: $kind', async (kind, times) => {
    trouble = kind;

    expect(await ask()).toEqual({ status: 429, body: 'busy' });
    expect(heard).toHaveLength(times);
  });

  it('asks twice and tells the second answer', async () => {
    trouble = { kind: 'duplicated' };

    expect((await ask()).body).toBe('answer 2');
  });
});
