import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import type { ZodMiniType } from 'zod/mini';
import { EmbeddingsManifest } from '#contracts/embeddings.ts';
import { ModelAnswer, ModelErrorCode, ModelJob } from '#contracts/model-job.ts';

const folder = fileURLToPath(new URL('../../../events/model/', import.meta.url));

function filesOf(group: string): { name: string; content: unknown }[] {
  return readdirSync(`${folder}${group}`)
    .filter((file) => file.endsWith('.json'))
    .map((file) => ({
      name: file.replace('.json', ''),
      content: JSON.parse(readFileSync(`${folder}${group}/${file}`, 'utf8')),
    }));
}

describe.each<{ group: string; contract: ZodMiniType; accepted: boolean }>([
  { group: 'jobs/valid', contract: ModelJob, accepted: true },
  { group: 'jobs/refused', contract: ModelJob, accepted: true },
  { group: 'jobs/invalid', contract: ModelJob, accepted: false },
  { group: 'answers/valid', contract: ModelAnswer, accepted: true },
  { group: 'answers/errors', contract: ModelAnswer, accepted: true },
  { group: 'answers/invalid', contract: ModelAnswer, accepted: false },
  { group: 'manifests/valid', contract: EmbeddingsManifest, accepted: true },
  { group: 'manifests/invalid', contract: EmbeddingsManifest, accepted: false },
])('events/model/$group', ({ group, contract, accepted }) => {
  test.each(filesOf(group))(`$name is ${accepted ? 'accepted' : 'refused'}`, ({ content }) => {
    const parsed = contract.safeParse(content);

    expect(parsed.success).toBe(accepted);
  });
});

describe('error codes', () => {
  test('has exactly one file for each code', () => {
    const written = filesOf('answers/errors').map(({ name }) => name);

    expect(written.sort()).toEqual([...ModelErrorCode.options].sort());
  });
});
