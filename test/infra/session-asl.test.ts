import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { renderedPath, renderSession } from '#infra/render.ts';

describe('session.asl.json', () => {
  it('is what session.ts renders (after a change: npm run render)', () => {
    const committed = readFileSync(renderedPath, 'utf8');

    const rendered = renderSession();

    expect(rendered).toBe(committed);
  });
});
