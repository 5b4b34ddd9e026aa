import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { App, Stack } from 'aws-cdk-lib';
import { Template as Synthesis } from 'aws-cdk-lib/assertions';
import { z } from 'zod';
import { readSettings, type Settings, type SettingsInput } from '#infra/config.ts';
import { deployedNames } from '#infra/names.ts';
import { cdkContext } from '#infra/settings/cdk-json.ts';
import { DataStack } from '#infra/stacks/data.ts';
import { InferenceStack } from '#infra/stacks/inference.ts';
import { synthesize } from '#local/environment/assembly/synthesize.ts';

const root = join(import.meta.dirname, '..', '..');
const cache = join(root, 'node_modules', '.cache', 'gen3d', 'assemblies');
const origin = 'https://web.gen3d.invalid';

const Resource = z.looseObject({
  Type: z.string(),
  Properties: z.record(z.string(), z.unknown()).default({}),
  DependsOn: z.union([z.string(), z.array(z.string())]).default([]),
  DeletionPolicy: z.string().default('Delete'),
});
export type Resource = z.infer<typeof Resource>;
const Template = z.looseObject({ Resources: z.record(z.string(), Resource) });

export interface SynthesizedStack {
  readonly name: string;
  readonly template: z.infer<typeof Template>;
}

export interface Stacks {
  readonly stacks: readonly SynthesizedStack[];
}

/** A synthesized assembly. */
export interface Synthesized extends Stacks {
  readonly folder: string;
}

/** The stacks as `cdk synth` writes them, including functions. Cached until the sources change. */
export async function synthesized(): Promise<Synthesized> {
  const folder = await synthesize({ webOrigin: origin, siteUrl: origin }, cache);
  const files = (await readdir(folder)).filter((name) => name.endsWith('.template.json')).sort();
  const stacks = await Promise.all(
    files.map(async (file) => ({
      name: file.replace('.template.json', ''),
      template: Template.parse(JSON.parse(await readFile(join(folder, file), 'utf8'))),
    })),
  );
  return { folder, stacks };
}

/** The stacks without functions, synthesized in-process in about a second. */
export function withoutFunctions(input: SettingsInput = {}): Stacks {
  const settings = readSettings({ webOrigin: origin, siteUrl: origin, ...input });
  const app = newApp();
  const { stack } = deployedNames(settings);
  const env = { region: settings.region };
  const data = new DataStack(app, stack('Data'), { env, settings });
  const { bucket, repository } = data;
  const inference = new InferenceStack(app, stack('Inference'), { env, settings, bucket, repository });
  return { stacks: [data, inference].map(read) };
}

/** One construct in its own stack, synthesized in-process. */
export function alone(make: (stack: Stack, settings: Settings) => void, input: SettingsInput = {}): Stacks {
  const stack = new Stack(newApp(), 'Alone', { env: { region: 'us-east-1' } });
  make(stack, readSettings({ webOrigin: origin, siteUrl: origin, ...input }));
  return { stacks: [read(stack)] };
}

/** An app with the feature flags in cdk.json. */
function newApp(): App {
  return new App({ analyticsReporting: false, context: cdkContext() });
}

function read(stack: Stack): SynthesizedStack {
  return { name: stack.stackName, template: Template.parse(Synthesis.fromStack(stack).toJSON()) };
}

/** All resources of one type, in all stacks or in one. */
export function ofType({ stacks }: Stacks, type: string, stack?: string): [id: string, Resource][] {
  return stacks
    .filter(({ name }) => stack === undefined || name === stack)
    .flatMap(({ template }) => Object.entries(template.Resources))
    .filter(([, { Type }]) => Type === type);
}

/** The properties of the only resource of a type. @throws RangeError when there is not exactly one */
export function only(stacks: Stacks, type: string): Resource['Properties'] {
  const found = ofType(stacks, type);
  const [first] = found;
  if (first === undefined || found.length > 1)
    throw new RangeError(`Expected one ${type}, found ${found.length}.`);
  return first[1].Properties;
}
