import { expect, test } from 'vitest';
import { createClient } from '#client/api.ts';
import { UploadError } from '#client/errors.ts';
import { inTurn, startFakeServer } from './fake-server.ts';

const clientOf = (apiUrl: string) =>
  createClient({ apiUrl, token: async () => 'id-token', sleep: async () => undefined });

const photo = new Blob(['photo bytes'], { type: 'image/png' });

const formFor = (url: string) => ({
  s3_key: 'users/u/sessions/s/original_image.png',
  upload: { url, fields: { key: 'users/u/sessions/s/original_image.png', Policy: 'p' } },
});

test('posts the fields of the form before the file, as S3 requires', async () => {
  await using store = await startFakeServer(() => ({ status: 204 }));
  const seen: [number, number][] = [];

  await clientOf(store.url).uploadFile(formFor(`${store.url}/bucket`), photo, {
    onProgress: (sent, total) => void seen.push([sent, total]),
  });

  const [request] = store.requests;
  expect(request?.headers['content-type']).toMatch(/^multipart\/form-data; boundary=/);
  const body = request?.body.toString() ?? '';
  const order = ['name="key"', 'name="Policy"', 'name="file"', 'photo bytes'].map((part) =>
    body.indexOf(part),
  );
  expect(order).toEqual([...order].sort((a, b) => a - b));
  expect(order).not.toContain(-1);
  expect(seen).toEqual([
    [0, 11],
    [11, 11],
  ]);
});

test('retries when the store is busy', async () => {
  await using store = await startFakeServer(inTurn({ status: 503 }, { broken: true }, { status: 204 }));

  await clientOf(store.url).uploadFile(formFor(store.url), photo);

  expect(store.requests).toHaveLength(3);
});

test("A refusal is told once, in the store's own words", async () => {
  const body = '<?xml version="1.0"?><Error><Code>EntityTooLarge</Code><Message>Too large</Message></Error>';
  await using store = await startFakeServer(() => ({ status: 400, body }));

  const upload = clientOf(store.url).uploadFile(formFor(store.url), photo);

  await expect(upload).rejects.toBeInstanceOf(UploadError);
  await expect(upload).rejects.toThrow(
    expect.objectContaining({ code: 'EntityTooLarge', message: expect.stringContaining('Too large') }),
  );
  expect(store.requests).toHaveLength(1);
});

test('a copy has no upload form', async () => {
  await expect(clientOf('http://127.0.0.1:1').uploadFile({ s3_key: 'k' }, photo)).rejects.toThrow(
    'no upload form',
  );
});
