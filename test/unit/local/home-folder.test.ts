import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { awsEnvironment, urlOf, writeAwsFiles } from '#local/home/environment.ts';
import { openFolder } from '#local/home/folder.ts';
import { choosePorts, freePort, serviceNames } from '#local/home/ports.ts';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'gen3d-home-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

describe('the state folder', () => {
  it('keeps credentials and ports from the first start on, for its owner alone', async () => {
    const first = await openFolder(folder, false);
    await first.rememberPorts({ api: 3900 });
    first.close();

    const second = await openFolder(folder, false);
    second.close();

    expect(second.credentials).toEqual(first.credentials);
    expect(second.ports).toEqual({ api: 3900 });
    expect(statSync(join(folder, 'home.json')).mode & 0o777).toBe(0o600);
  });

  it('belongs to one home at a time', async () => {
    const first = await openFolder(folder, false);

    await expect(openFolder(folder, false)).rejects.toMatchObject({
      code: 'FolderInUse',
      message: expect.stringContaining(`(process ${process.pid})`),
    });
    first.close();
    (await openFolder(folder, false)).close();
  });

  it('is free again when its home was killed', async () => {
    const script = `
      import { openFolder } from '#local/home/folder.ts';
      await openFolder(${JSON.stringify(folder)}, false);
      console.log('open');
      setInterval(() => {}, 1000);`;
    const child = spawn(process.execPath, ['--input-type=module', '-e', script], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    await once(child.stdout, 'data');
    await expect(openFolder(folder, false)).rejects.toMatchObject({ code: 'FolderInUse' });
    child.kill('SIGKILL');
    await once(child, 'exit');

    const opened = await openFolder(folder, false);

    expect(opened.path).toBe(folder);
    opened.close();
  });

  it('is rid of what a killed home was writing', async () => {
    (await openFolder(folder, false)).close();
    mkdirSync(join(folder, 'inbox', 'mails'), { recursive: true });
    writeFileSync(join(folder, 'inbox', 'mails', 'half.json.4711.new'), '{"id":');

    (await openFolder(folder, false)).close();

    expect(readdirSync(join(folder, 'inbox', 'mails'))).toEqual([]);
  });

  it('that is no home keeps its files', async () => {
    writeFileSync(join(folder, 'thesis.1.new'), 'years of work');

    (await openFolder(folder, false)).close();

    expect(readFileSync(join(folder, 'thesis.1.new'), 'utf8')).toBe('years of work');
  });

  it('begins from nothing when asked to', async () => {
    const first = await openFolder(folder, false);
    first.close();
    writeFileSync(join(folder, 'state'), 'old');

    const second = await openFolder(folder, true);
    second.close();

    expect(second.credentials).not.toEqual(first.credentials);
    expect(readdirSync(folder)).not.toContain('state');
  });

  it('that is no home is not emptied', async () => {
    writeFileSync(join(folder, 'thesis.txt'), 'years of work');

    await expect(openFolder(folder, true)).rejects.toMatchObject({ code: 'FolderForeign' });
    expect(readFileSync(join(folder, 'thesis.txt'), 'utf8')).toBe('years of work');
  });

  it.each(['', '{', '{"version":2}', '{"version":1,"credentials":{},"ports":{}}'])(
    'with a broken home.json (%j) says what to do',
    async (text) => {
      writeFileSync(join(folder, 'home.json'), text);

      await expect(openFolder(folder, false)).rejects.toMatchObject({
        code: 'FolderCorrupt',
        message: expect.stringContaining('--fresh'),
      });
    },
  );
});

describe('ports', () => {
  it('are a row from the one that was asked for', async () => {
    const base = 20_000 + Math.floor(Math.random() * 20_000);

    const ports = await choosePorts(base, {});

    expect(Object.values(ports)).toEqual(serviceNames.map((_, i) => base + i));
  });

  it('are those of the last start when none were asked for', async () => {
    const first = await choosePorts('free', {});

    expect(await choosePorts(undefined, first)).toEqual(first);
    expect(await choosePorts('free', first)).toEqual(first);
  });

  it('that are taken are named, with the way out', async () => {
    const ports = await choosePorts('free', {});
    const server = createServer().listen(ports.s3, '127.0.0.1');
    await once(server, 'listening');

    await expect(choosePorts(undefined, ports)).rejects.toMatchObject({
      code: 'PortTaken',
      message: expect.stringMatching(new RegExp(`Port ${ports.s3} \\(s3\\).*--port BASE`)),
    });
    server.close();
  });

  it('that nobody asked for lie below those of outgoing connections', async () => {
    const ports = await choosePorts('free', {});

    expect(Math.min(...Object.values(ports))).toBeGreaterThanOrEqual(20_000);
    expect(Math.max(...Object.values(ports))).toBeLessThan(32_768);
  });

  it('are chosen anew when any will do and one is taken', async () => {
    const ports = await choosePorts('free', {});
    const server = createServer().listen(ports.s3, '127.0.0.1');
    await once(server, 'listening');

    const others = await choosePorts('free', ports);

    expect(others.s3).not.toBe(ports.s3);
    server.close();
  });

  it.each([0, -1, 65_530, 1.5])('cannot begin at %d', async (base) => {
    await expect(choosePorts(base, {})).rejects.toMatchObject({ code: 'PortInvalid' });
  });

  it('that are free can be listened on', async () => {
    const server = createServer().listen(await freePort(), '127.0.0.1');

    await once(server, 'listening');

    expect(server.listening).toBe(true);
    server.close();
  });
});

describe('AWS SDKs in the home', () => {
  const credentials = { accessKeyId: 'LOCAL0000000000000', secretAccessKey: 'a-secret-of-the-home' };

  it('find every service of the home, and nothing of AWS', async () => {
    const ports = await choosePorts('free', {});

    const environment = awsEnvironment((service) => urlOf(ports, service), credentials, 'us-east-1', {
      config: 'c',
      credentials: 'k',
    });

    const urls = Object.entries(environment).filter(([name]) => name.startsWith('AWS_ENDPOINT_URL'));
    expect(urls.every(([, url]) => url.startsWith('http://127.0.0.1:'))).toBe(true);
    expect(environment).toMatchObject({
      AWS_ENDPOINT_URL_SFN: `http://127.0.0.1:${ports.stepFunctions}`,
      AWS_ENDPOINT_URL_SAGEMAKER_RUNTIME: `http://127.0.0.1:${ports.sagemaker}`,
      AWS_CONFIG_FILE: 'c',
      AWS_EC2_METADATA_DISABLED: 'true',
    });
  });

  it('are told the same by files for the command line, for their owner alone', async () => {
    const ports = await choosePorts('free', {});

    const files = await writeAwsFiles(join(folder, 'aws'), ports, credentials, 'us-east-1');

    expect(readFileSync(files.credentials, 'utf8')).toContain(
      `aws_access_key_id = ${credentials.accessKeyId}`,
    );
    expect(readFileSync(files.config, 'utf8')).toContain(
      `sfn =\n  endpoint_url = http://127.0.0.1:${ports.stepFunctions}`,
    );
    expect(statSync(files.credentials).mode & 0o777).toBe(0o600);
  });
});
