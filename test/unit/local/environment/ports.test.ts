import { once } from 'node:events';
import { createServer } from 'node:net';
import { describe, expect, it } from 'vitest';
import { choosePorts, freePort, serviceNames } from '#local/environment/ports.ts';

describe('ports', () => {
  it('are consecutive from the given one', async () => {
    const base = 20_000 + Math.floor(Math.random() * 20_000);

    const ports = await choosePorts(base, {});

    expect(Object.values(ports)).toEqual(serviceNames.map((_, i) => base + i));
  });

  it('are those of the last start by default', async () => {
    const first = await choosePorts('free', {});

    expect(await choosePorts(undefined, first)).toEqual(first);
    expect(await choosePorts('free', first)).toEqual(first);
  });

  it('rejects a port in use and says what to do', async () => {
    const ports = await choosePorts('free', {});
    const server = createServer().listen(ports.s3, '127.0.0.1');
    await once(server, 'listening');

    await expect(choosePorts(undefined, ports)).rejects.toMatchObject({
      code: 'PortTaken',
      message: expect.stringMatching(new RegExp(`Port ${ports.s3} \\(s3\\).*--port BASE`)),
    });
    server.close();
  });

  it('are below those of outgoing connections when they are free ones', async () => {
    const ports = await choosePorts('free', {});

    expect(Math.min(...Object.values(ports))).toBeGreaterThanOrEqual(20_000);
    expect(Math.max(...Object.values(ports))).toBeLessThan(32_768);
  });

  it('chooses other free ports when one is in use', async () => {
    const ports = await choosePorts('free', {});
    const server = createServer().listen(ports.s3, '127.0.0.1');
    await once(server, 'listening');

    const others = await choosePorts('free', ports);

    expect(others.s3).not.toBe(ports.s3);
    server.close();
  });

  it.each([0, -1, 65_530, 1.5])('rejects base %d', async (base) => {
    await expect(choosePorts(base, {})).rejects.toMatchObject({ code: 'PortInvalid' });
  });

  it('finds a port to listen on', async () => {
    const server = createServer().listen(await freePort(), '127.0.0.1');

    await once(server, 'listening');

    expect(server.listening).toBe(true);
    server.close();
  });
});
