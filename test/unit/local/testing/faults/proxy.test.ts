import { createServer, type Server } from 'node:http';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Fault, startProxy } from '#local/testing/faults/proxy.ts';
import { freePortRange } from '#local/testing/free-port-range.ts';
import { listen } from '#test/support/listen.ts';

let service: Server;
let heard: { host: string | undefined; body: string }[];
let fault: Fault;
let proxy: { close(): Promise<void> };
let url: string;

beforeEach(async () => {
  heard = [];
  service = createServer(async (request, response) => {
    heard.push({ host: request.headers.host, body: await text(request) });
    response.end(`answer ${heard.length}`);
  });
  const target = await listen(service);
  const port = await freePortRange();
  proxy = await startProxy(
    port,
    () => target,
    () => fault,
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

describe('the faulty proxy', () => {
  it('forwards a call with its Host header, which signatures cover', async () => {
    fault = { kind: 'none' };

    expect(await ask()).toEqual({ status: 200, body: 'answer 1' });
    expect(heard).toEqual([{ host: new URL(url).host, body: 'question' }]);
  });

  it.each<[Fault, number]>([
    [{ kind: 'refused' }, 0],
    [{ kind: 'answer-lost' }, 1],
  ])('breaks the connection: $kind', async (kind, times) => {
    fault = kind;

    await expect(ask()).rejects.toThrow();
    expect(heard).toHaveLength(times);
  });

  it.each<[Fault, number]>([
    [{ kind: 'answered', status: 429, headers: {}, body: 'busy' }, 0],
    [{ kind: 'replaced', status: 429, headers: {}, body: 'busy' }, 1],
  ])('responds instead of the service: $kind', async (kind, times) => {
    fault = kind;

    expect(await ask()).toEqual({ status: 429, body: 'busy' });
    expect(heard).toHaveLength(times);
  });

  it('forwards twice and returns the second response', async () => {
    fault = { kind: 'duplicated' };

    expect((await ask()).body).toBe('answer 2');
  });
});
