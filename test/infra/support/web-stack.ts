import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, Stack } from 'aws-cdk-lib';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { z } from 'zod';
import { readSettings, type SettingsInput } from '#infra/config.ts';
import { Identity } from '#infra/constructs/identity.ts';
import { WebStack } from '#infra/stacks/web.ts';

const cdkJson = z
  .object({ context: z.record(z.string(), z.unknown()) })
  .parse(JSON.parse(readFileSync(join(import.meta.dirname, '..', '..', '..', 'cdk.json'), 'utf8')));

export const env = { account: '111111111111', region: 'eu-central-1' };

/** A minimal built page. */
export function builtPage(): { folder: string; remove(): void } {
  const folder = mkdtempSync(join(tmpdir(), 'gen3d-page-'));
  mkdirSync(join(folder, 'assets'));
  writeFileSync(join(folder, 'index.html'), '<!doctype html>');
  writeFileSync(join(folder, 'assets', 'index-1a2b3c.js'), '');
  return { folder, remove: () => rmSync(folder, { recursive: true }) };
}

/** The web stack with the resources it needs from other stacks. */
export function webStack(
  page: string,
  { settings = {}, context = {} }: { settings?: SettingsInput; context?: Record<string, unknown> } = {},
): WebStack {
  const app = new App({ context: { ...cdkJson.context, ...context }, analyticsReporting: false });
  const before = new Stack(app, 'Before', { env });
  const read = readSettings(settings);
  const bucket = new Bucket(before, 'Objects');
  return new WebStack(app, 'Gen3D-Web', {
    env,
    settings: read,
    bucket,
    identity: new Identity(before, 'Identity', { settings: read, bucket }),
    apiUrl: 'https://api.example.com/prod',
    builtPage: page,
  });
}
