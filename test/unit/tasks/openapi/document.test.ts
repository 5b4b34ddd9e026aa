import { readFile } from 'node:fs/promises';
import { expect, it } from 'vitest';
import { routes } from '#tasks/manifest.ts';
import { openApiFile, openApiText } from '#tasks/openapi/main.ts';

it('matches docs/openapi.json (run `npm run generate` after changing the contracts)', async () => {
  expect(await readFile(openApiFile, 'utf8')).toBe(openApiText());
});

it('documents every route once, with every response', () => {
  const ids = routes.map(({ id }) => id);

  expect(new Set(ids).size).toBe(routes.length);
  expect(JSON.parse(openApiText())).toMatchObject({
    paths: {
      '/initialize': { post: { responses: { 202: {}, 400: {}, 401: {}, 404: {}, 409: {}, 500: {} } } },
      '/download/{ticket}': { get: { security: [], responses: { 302: {}, 404: {}, 410: {} } } },
    },
  });
});
