import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { z } from 'zod';
import { synthesize } from '#local/assembly/synthesize.ts';
import { Template } from '#local/assembly/template.ts';
import { place } from '#local/assembly.ts';
import type { Change } from './changes.ts';

const kept = resolve(import.meta.dirname, '..', '..', 'node_modules', '.cache', 'gen3d', 'assemblies');

const Manifest = z.object({
  artifacts: z.record(
    z.string(),
    z.looseObject({
      type: z.string(),
      properties: z.looseObject({ templateFile: z.string().optional() }).optional(),
    }),
  ),
});

/** What became of one difference. */
export interface Applied {
  readonly change: Change;
  /** Stack and logical id of each place. */
  readonly places: readonly string[];
}

export interface DeployableAssembly {
  readonly folder: string;
  readonly stacks: readonly string[];
  readonly applied: readonly Applied[];
}

/** Synthesizes `infra/` with the usual settings, for the account and region of MiniStack, and changes a copy. */
export async function changedAssembly(
  folder: string,
  changes: readonly Change[],
): Promise<DeployableAssembly> {
  cpSync(await synthesize({ account: place.accountId, region: place.region }, kept), folder, {
    recursive: true,
  });
  const { artifacts } = Manifest.parse(JSON.parse(readFileSync(join(folder, 'manifest.json'), 'utf8')));
  const stacks = Object.entries(artifacts).flatMap(([name, { type, properties }]) =>
    type === 'aws:cloudformation:stack' && properties?.templateFile !== undefined
      ? [{ name, file: join(folder, properties.templateFile) }]
      : [],
  );
  const places = new Map<Change, string[]>(changes.map((change) => [change, []]));
  for (const { name, file } of stacks) {
    const template = Template.parse(JSON.parse(readFileSync(file, 'utf8')));
    for (const change of changes) {
      const ids = change.apply(template, { folder });
      places.get(change)?.push(...ids.map((id) => `${name}/${id}`));
    }
    writeFileSync(file, JSON.stringify(template));
  }
  const applied = [...places].map(([change, found]) => ({ change, places: found }));
  return { folder, stacks: stacks.map(({ name }) => name), applied };
}
