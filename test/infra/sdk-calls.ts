import { readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { z } from 'zod';
import type { Resource } from './stacks.ts';

const root = join(import.meta.dirname, '..', '..');
const SourceMap = z.object({ sources: z.array(z.string()) });
const Properties = z.object({ Code: z.object({ S3Key: z.string() }) });

/**
 * The SDK calls of a bundled function: commands in the bundle that one of our source files imports. Other commands in
 * the bundle belong to the clients and are never sent.
 * @returns such as `s3:GetObject`, or `s3:presignedPost` for a presigned form
 */
export function sdkCalls(assemblyFolder: string, fn: Resource): string[] {
  const { S3Key } = Properties.parse(fn.Properties).Code;
  const map = join(assemblyFolder, `asset.${S3Key.replace(/\.zip$/, '')}`, 'index.cjs.map');
  const sources = SourceMap.parse(JSON.parse(readFileSync(map, 'utf8'))).sources;
  const files = sources.map((source) => source.replace(/^(\.\.\/)+/, ''));
  const bundled = new Set(files.flatMap(commandOfModule));
  const imported = files.filter((file) => file.startsWith('tasks/')).flatMap(importedCommands);
  return [...new Set(imported)].filter((call) => call === presignedPost || bundled.has(call)).sort();
}

const presignedPost = 's3:presignedPost';

function commandOfModule(file: string): string[] {
  const [, client = '', name = ''] =
    /@aws-sdk\/(?:client-)?([\w-]+)\/dist-es\/commands\/(\w+)Command\.js$/.exec(file) ?? [];
  return name === '' ? [] : [`${client}:${name}`];
}

function importedCommands(file: string): string[] {
  const text = readFileSync(resolve(root, dirname(file), file.split('/').at(-1) ?? ''), 'utf8');
  const imports = text.matchAll(/import \{([^}]+)\} from '@aws-sdk\/(?:client-)?([\w-]+)'/g);
  return [...imports].flatMap(([, names = '', client = '']) => {
    if (client === 's3-presigned-post') return [presignedPost];
    return [...names.matchAll(/(\w+)Command\b/g)].map(([, name]) => `${client}:${name}`);
  });
}
