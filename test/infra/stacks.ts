import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import type { SettingsInput } from '#infra/config.ts';
import { synthesize } from '#local/assembly/synthesize.ts';

const root = join(import.meta.dirname, '..', '..');
const kept = join(root, 'node_modules', '.cache', 'gen3d', 'assemblies');
const origin = 'https://web.gen3d.invalid';

const Resource = z.looseObject({
  Type: z.string(),
  Properties: z.record(z.string(), z.unknown()).default({}),
  DeletionPolicy: z.string().default('Delete'),
});
export type Resource = z.infer<typeof Resource>;
const Template = z.looseObject({ Resources: z.record(z.string(), Resource) });

export interface SynthesizedStack {
  readonly name: string;
  readonly template: z.infer<typeof Template>;
}

/** Everything that one synthesis has written. */
export interface Synthesized {
  readonly folder: string;
  readonly stacks: readonly SynthesizedStack[];
}

/** The stacks as `cdk synth` writes them; one synthesis for all tests of the same settings. */
export async function synthesized(settings: SettingsInput = {}): Promise<Synthesized> {
  const folder = await synthesize({ webOrigin: origin, siteUrl: origin, ...settings }, kept);
  const files = (await readdir(folder)).filter((name) => name.endsWith('.template.json')).sort();
  const stacks = await Promise.all(
    files.map(async (file) => ({
      name: file.replace('.template.json', ''),
      template: Template.parse(JSON.parse(await readFile(join(folder, file), 'utf8'))),
    })),
  );
  return { folder, stacks };
}

/** The template of one stack. @throws RangeError when there is no such stack */
export function templateOf({ stacks }: Synthesized, name: string): SynthesizedStack['template'] {
  const found = stacks.find((stack) => stack.name === name);
  if (found === undefined) throw new RangeError(`There is no stack ${name}.`);
  return found.template;
}

/** All resources of one type, in all stacks or in one. */
export function ofType({ stacks }: Synthesized, type: string, stack?: string): [id: string, Resource][] {
  return stacks
    .filter(({ name }) => stack === undefined || name === stack)
    .flatMap(({ template }) => Object.entries(template.Resources))
    .filter(([, { Type }]) => Type === type);
}
