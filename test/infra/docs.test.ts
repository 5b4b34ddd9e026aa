import { existsSync, globSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { changeSettings } from '#infra/settings/cdk-json.ts';
import { functionNames } from '#tasks/manifest.ts';

const root = join(import.meta.dirname, '..', '..');
const written = globSync('docs/**/*.md', { cwd: root, exclude: (name) => name === 'node_modules' }).map(
  (path) => path.replaceAll('\\', '/'),
);
const pages = [
  'README.md',
  'CONTRIBUTING.md',
  'SECURITY.md',
  'container/README.md',
  'events/README.md',
  ...written,
].map((path) => ({ path, text: readFileSync(join(root, path), 'utf8') }));
const rooms = readdirSync(root).filter((name) => !name.startsWith('.') && name !== 'node_modules');
const { scripts } = z
  .object({ scripts: z.record(z.string(), z.string()) })
  .parse(JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')));

/** The anchor of a heading on GitHub and on the docs site. */
const anchor = (heading: string) =>
  heading
    .toLowerCase()
    .replace(/[^\w\- ]/g, '')
    .replaceAll(' ', '-');

function anchorsOf(path: string): string[] {
  const headings = readFileSync(path, 'utf8').matchAll(/^#+ (.*)$/gm);
  return [...headings].map(([, heading = '']) => anchor(heading));
}

describe.each(pages)('$path', ({ path, text }) => {
  it('links to files and headings that exist', () => {
    const links = [...text.matchAll(/\]\((?!https?:)([^)#]*)(?:#([^)]*))?\)/g)];

    for (const [link, target = '', heading] of links) {
      const file = target === '' ? join(root, path) : join(root, dirname(path), target);
      expect(existsSync(file), link).toBe(true);
      if (heading !== undefined) expect(anchorsOf(file), link).toContain(heading);
    }
  });

  it('calls npm scripts that exist', () => {
    const called = [...text.matchAll(/npm run ([\w:-]+)/g)].map(([, name = '']) => name);

    expect(called.filter((name) => !(name in scripts))).toEqual([]);
  });

  it('changes settings that exist to valid values', () => {
    const together = [...text.matchAll(/npm run settings -- ((?:.*\\\n)*.*)/g)].map(([, rest = '']) => rest);

    for (const line of together) {
      const [code = ''] = line.replaceAll('\\\n', ' ').split(/`|#|\(|$/m);
      const changes = code
        .replaceAll('$AWS_ACCOUNT_ID', '123456789012')
        .replaceAll('$AWS_REGION', 'eu-west-1')
        .replaceAll('$DOMAIN', 'd111111abcdef8.cloudfront.net')
        .replaceAll('$CERTIFICATE', 'arn:aws:acm:us-east-1:123456789012:certificate/1a2b')
        .split(/\s+/)
        .filter((word) => word.includes('='));
      expect(changes.length, line).toBeGreaterThan(0);
      const sender = { senderEmail: 'noreply@example.com', webOrigin: 'https://gen3d.example.com' };
      const file = JSON.stringify({ context: { gen3d: sender } });
      expect(() => changeSettings(file, changes), line).not.toThrow();
    }
  });

  it('names functions that exist', () => {
    const named = [...text.matchAll(/\/aws\/lambda\/gen3d-([a-z-]+)/g)].map(([, name = '']) => name);

    expect(named.filter((name) => !functionNames.some((other) => other === name))).toEqual([]);
  });

  it('names files that exist', () => {
    const named = [...text.matchAll(/`((?:[\w.-]+\/)+[\w.-]*)(?::\d+)?`/g)]
      .map(([, name = '']) => name)
      .filter((name) => rooms.includes(name.split('/')[0] ?? ''));

    expect(named.filter((name) => !existsSync(join(root, name)))).toEqual([]);
  });
});
