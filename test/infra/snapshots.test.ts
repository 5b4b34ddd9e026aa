import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { type Synthesized, synthesized } from './stacks.ts';

let assembly: Synthesized;

beforeAll(async () => {
  assembly = await synthesized();
}, 300_000);

/** Replaces hashes of sources, and the state machine definition, which session.asl.json has. */
function normalised(template: unknown): string {
  const text = JSON.stringify(
    template,
    (key, value: unknown) => (key === 'DefinitionString' ? 'session.asl.json' : value),
    2,
  );
  return `${text
    .replaceAll(/"[0-9a-f]{64}(\.zip|\.json)?"/g, '"ASSET"')
    .replaceAll(/source-[0-9a-f]{16}/g, 'source-IMAGE')
    .replaceAll(/(Deployment[0-9A-F]{8})[0-9a-f]{32}/g, '$1HASH')}\n`;
}

describe('a template', () => {
  it.each(['Data', 'Inference', 'Mail', 'Operations', 'Session', 'Web'].map((part) => `Gen3D-${part}`))(
    '%s matches its snapshot (after a change: vitest run test/infra/snapshots.test.ts -u)',
    async (name) => {
      const template = assembly.stacks.find((stack) => stack.name === name)?.template;

      await expect(normalised(template)).toMatchFileSnapshot(
        join(import.meta.dirname, 'snapshots', `${name}.json`),
      );
    },
  );
});
