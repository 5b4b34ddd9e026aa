import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { z } from 'zod';
import { location } from '#local/environment/assembly/read-assembly.ts';
import { synthesize } from '#local/environment/assembly/synthesize.ts';
import { Template } from '#local/environment/assembly/template.ts';
import type { Change } from './changes.ts';

const cache = resolve(import.meta.dirname, '..', '..', 'node_modules', '.cache', 'gen3d', 'assemblies');

const Manifest = z.object({
  artifacts: z.record(
    z.string(),
    z.looseObject({
      type: z.string(),
      properties: z.looseObject({ templateFile: z.string().optional() }).optional(),
    }),
  ),
});

export interface Applied {
  readonly change: Change;
  /** Stack and logical id of each location. */
  readonly resources: readonly string[];
}

export interface DeployableAssembly {
  readonly folder: string;
  readonly stacks: readonly string[];
  readonly applied: readonly Applied[];
}

/** Synthesizes the stacks with default settings for MiniStack's account and region, and applies the changes to a copy. */
export async function changedAssembly(
  folder: string,
  changes: readonly Change[],
): Promise<DeployableAssembly> {
  cpSync(await synthesize({ account: location.accountId, region: location.region }, cache), folder, {
    recursive: true,
  });
  const { artifacts } = Manifest.parse(JSON.parse(readFileSync(join(folder, 'manifest.json'), 'utf8')));
  const stacks = Object.entries(artifacts).flatMap(([name, { type, properties }]) =>
    type === 'aws:cloudformation:stack' && properties?.templateFile !== undefined
      ? [{ name, file: join(folder, properties.templateFile) }]
      : [],
  );
  const resources = new Map<Change, string[]>(changes.map((change) => [change, []]));
  for (const { name, file } of stacks) {
    const template = Template.parse(JSON.parse(readFileSync(file, 'utf8')));
    for (const change of changes) {
      const ids = change.apply(template, { folder });
      resources.get(change)?.push(...ids.map((id) => `${name}/${id}`));
    }
    writeFileSync(file, JSON.stringify(template));
  }
  const applied = [...resources].map(([change, found]) => ({ change, resources: found }));
  return { folder, stacks: stacks.map(({ name }) => name), applied };
}
