import { join } from 'node:path';
import { z } from 'zod';
import { Settings } from '../config.ts';

/** The committed schema, which `$schema` in cdk.json refers to. */
export const schemaPath = join(import.meta.dirname, 'cdk.schema.json');

/** JSON schema of the settings as they are written in cdk.json. */
export const settingsSchema = z.toJSONSchema(Settings, { io: 'input', unrepresentable: 'any' });

/** JSON schema of cdk.json, for completion in editors. @returns indented JSON text */
export function renderSchema(): string {
  const { $schema, ...gen3d } = settingsSchema;
  const context = { type: 'object', properties: { gen3d } };
  return `${JSON.stringify({ $schema, type: 'object', properties: { context } }, null, 2)}\n`;
}
