import { readFile } from 'node:fs/promises';
import { expect, it } from 'vitest';
import { routes } from '#tasks/core/openapi/routes.ts';
import { openApiFile, openApiText } from '#tasks/core/openapi/write.ts';

it('is what docs/openapi.json says: run `npm run openapi` after a change of the contracts', async () => {
  expect(await readFile(openApiFile, 'utf8')).toBe(openApiText());
});

it('documents every route once, and every answer of it', () => {
  const ids = routes.map(({ id }) => id);

  expect(new Set(ids).size).toBe(routes.length);
  expect(JSON.parse(openApiText())).toMatchObject({
    paths: {
      '/initialize': { post: { responses: { 202: {}, 400: {}, 401: {}, 404: {}, 409: {}, 500: {} } } },
      '/download/{ticket}': { get: { security: [], responses: { 302: {}, 404: {}, 410: {} } } },
    },
  });
});
