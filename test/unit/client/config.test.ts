import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { findApi } from '#client/config.ts';
import { UsageError } from '#client/errors.ts';

const environment = {
  apiUrl: 'http://127.0.0.1:4000/prod',
  issuer: 'http://127.0.0.1:4001',
  clientId: 'local',
};
const site = { apiUrl: 'https://api.example.com/prod', issuer: 'https://login.example.com', clientId: 'web' };

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gen3d-config-'));
});
afterEach(() => rm(folder, { recursive: true }));

async function write(name: string, content: unknown): Promise<void> {
  await mkdir(join(folder, '.gen3d'), { recursive: true });
  await writeFile(join(folder, name), typeof content === 'string' ? content : JSON.stringify(content));
}

describe('the API of a command', () => {
  test('is the local server of this folder', async () => {
    await write('.gen3d/client.json', environment);
    await write('web-config.json', site);

    expect(await findApi({}, {}, folder)).toEqual({ apiUrl: environment.apiUrl, config: environment });
  });

  test("is else the site's, whatever more its file holds", async () => {
    await write('web-config.json', { ...site, apiUrl: `${site.apiUrl}/`, region: 'eu-central-1' });

    expect(await findApi({}, {}, folder)).toEqual({ apiUrl: site.apiUrl, config: site });
  });

  test("has the site's limits of photos, unless they are those of another version", async () => {
    const photo = { maxBytes: 64_000_000, maxPixels: 256_000_000, minSide: 64, maxAspect: 30 };
    await write('web-config.json', { ...site, photo });
    await write('older.json', { ...site, photo: { maxBytes: 20_000_000 } });

    expect((await findApi({}, {}, folder)).config?.photo).toEqual(photo);
    expect((await findApi({ config: 'older.json' }, {}, folder)).config?.photo).toBeUndefined();
  });

  test('is --api, else GEN3D_API', async () => {
    await write('.gen3d/client.json', environment);
    const env = { GEN3D_API: 'https://two.example.com/prod' };

    expect(await findApi({ api: 'https://one.example.com/prod/' }, env, folder)).toEqual({
      apiUrl: 'https://one.example.com/prod',
    });
    expect(await findApi({}, env, folder)).toEqual({ apiUrl: 'https://two.example.com/prod' });
  });

  test('is the one in --config, before all others', async () => {
    await write('.gen3d/client.json', environment);
    await write('other.json', site);
    const env = { GEN3D_API: 'https://two.example.com/prod' };

    expect(await findApi({ config: 'other.json' }, env, folder)).toEqual({
      apiUrl: site.apiUrl,
      config: site,
    });
    await expect(findApi({ config: 'missing.json' }, {}, folder)).rejects.toBeInstanceOf(UsageError);
  });

  test('has an issuer when it is also in the config file', async () => {
    await write('.gen3d/client.json', environment);

    expect(await findApi({ api: environment.apiUrl }, {}, folder)).toEqual({
      apiUrl: environment.apiUrl,
      config: environment,
    });
  });

  test.each([
    ['nothing is named', undefined, undefined],
    ['it is no URL', 'localhost', undefined],
    ['it is no web address', 'file:///etc/passwd', undefined],
    ['the file is damaged', undefined, '{"apiUrl":'],
    ['the file lacks the issuer', undefined, { apiUrl: environment.apiUrl, clientId: 'x' }],
  ])('is asked for when %s', async (_, given, content) => {
    if (content !== undefined) await write('.gen3d/client.json', content);

    await expect(findApi(given === undefined ? {} : { api: given }, {}, folder)).rejects.toBeInstanceOf(
      UsageError,
    );
  });
});
