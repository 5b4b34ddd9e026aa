import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { EnvironmentError } from '../../errors.ts';
import { isAwsOnly } from './aws-only.ts';

export const Resource = z.looseObject({
  Type: z.string(),
  Properties: z.record(z.string(), z.unknown()).default({}),
  Condition: z.string().optional(),
});
export type Resource = z.infer<typeof Resource>;

/** The part of a CloudFormation template that is read. */
export const Template = z.looseObject({
  Parameters: z.record(z.string(), z.looseObject({ Default: z.unknown().optional() })).default({}),
  Mappings: z.record(z.string(), z.record(z.string(), z.record(z.string(), z.unknown()))).default({}),
  Conditions: z.record(z.string(), z.unknown()).default({}),
  Resources: z.record(z.string(), Resource).default({}),
  Outputs: z
    .record(
      z.string(),
      z.looseObject({ Value: z.unknown(), Export: z.looseObject({ Name: z.unknown() }).optional() }),
    )
    .default({}),
});
export type Template = z.infer<typeof Template>;

/** One stack of a cloud assembly. */
export interface Stack {
  readonly name: string;
  readonly template: Template;
  /** Folders of assets, by object key in the bootstrap bucket. */
  readonly assets: ReadonlyMap<string, string>;
}

const Manifest = z.looseObject({
  artifacts: z.record(
    z.string(),
    z.looseObject({
      type: z.string(),
      displayName: z.string().optional(),
      properties: z
        .looseObject({
          templateFile: z.string().optional(),
          stackName: z.string().optional(),
          file: z.string().optional(),
        })
        .optional(),
    }),
  ),
});

const AssetManifest = z.looseObject({
  files: z
    .record(
      z.string(),
      z.looseObject({
        source: z.looseObject({ path: z.string().optional() }),
        destinations: z.record(z.string(), z.looseObject({ objectKey: z.string() })),
      }),
    )
    .default({}),
});

/**
 * Reads every stack of a cloud assembly except those that a local environment omits.
 * @throws EnvironmentError `AssemblyUnreadable`
 */
export function readStacks(folder: string): Stack[] {
  const artifacts = Object.entries(read(folder, 'manifest.json', Manifest).artifacts);
  const assets = new Map<string, string>();
  for (const [, artifact] of artifacts) {
    if (artifact.type !== 'cdk:asset-manifest' || artifact.properties?.file === undefined) continue;
    for (const file of Object.values(read(folder, artifact.properties.file, AssetManifest).files)) {
      if (file.source.path === undefined) continue;
      for (const { objectKey } of Object.values(file.destinations)) {
        assets.set(objectKey, join(folder, file.source.path));
      }
    }
  }
  return artifacts.flatMap(([id, { type, displayName, properties }]) => {
    const name = properties?.stackName ?? displayName ?? id;
    const file = properties?.templateFile;
    if (type !== 'aws:cloudformation:stack' || file === undefined || isAwsOnly(name)) return [];
    return [{ name, template: read(folder, file, Template), assets }];
  });
}

function read<T>(folder: string, file: string, schema: z.ZodType<T>): T {
  const path = join(folder, file);
  try {
    return schema.parse(JSON.parse(readFileSync(path, 'utf8')));
  } catch (cause) {
    throw new EnvironmentError(
      'AssemblyUnreadable',
      `${path} isn't part of a cloud assembly: ${String(cause)}`,
      {
        path,
      },
    );
  }
}
