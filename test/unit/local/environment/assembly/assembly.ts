import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readModel } from '#local/environment/assembly/model.ts';
import { readStacks } from '#local/environment/assembly/template.ts';
import { api } from './resources/api.ts';
import { events } from './resources/events.ts';
import { functions } from './resources/functions.ts';
import { identity } from './resources/identity.ts';
import type { Resources } from './resources/resources.ts';
import { storage } from './resources/storage.ts';

const place = { region: 'us-east-1', accountId: '000000000000' };
export const origins = { api: 'http://127.0.0.1:3900', web: 'http://127.0.0.1:3900' };

/** A small template with one of every resource type that is read. */
export const resources: Resources = { ...storage, ...functions, ...events, ...api, ...identity };

/** Creates a folder with one bundle for a cloud assembly. */
export function assemblyFolder() {
  const folder = mkdtempSync(join(tmpdir(), 'gen3d-assembly-'));
  mkdirSync(join(folder, 'asset.abc'));
  writeFileSync(join(folder, 'asset.abc', 'index.mjs'), 'export const handler = () => {};');
  return {
    path: folder,
    /** Reads the small template with these resources changed. */
    read: (changes: Resources = {}) => read(folder, changes),
    remove: () => rmSync(folder, { recursive: true }),
  };
}

/** Writes a cloud assembly with these resources into the folder and reads it. */
function read(folder: string, changes: Resources = {}) {
  const files = {
    'manifest.json': {
      artifacts: {
        'Service.assets': { type: 'cdk:asset-manifest', properties: { file: 'Service.assets.json' } },
        Service: {
          type: 'aws:cloudformation:stack',
          properties: { templateFile: 'Service.template.json', stackName: 'Service' },
        },
        Tree: { type: 'cdk:tree', properties: { file: 'tree.json' } },
      },
    },
    'Service.assets.json': {
      files: { abc: { source: { path: 'asset.abc' }, destinations: { here: { objectKey: 'abc.zip' } } } },
    },
    'Service.template.json': { Resources: { ...resources, ...changes } },
  };
  for (const [name, value] of Object.entries(files)) writeFileSync(join(folder, name), JSON.stringify(value));
  return readModel(readStacks(folder), place, origins);
}
