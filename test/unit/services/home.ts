import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ServiceOptions } from '#local/services/service.ts';

export const region = 'us-east-1';
export const accountId = '123456789012';
export const credentials = {
  accessKeyId: 'AKIAGEN3DHOME0000000',
  secretAccessKey: 'a-secret-of-this-home-only',
};
export const stranger = { accessKeyId: 'AKIASTRANGER00000000', secretAccessKey: 'a-secret-of-someone-else' };
/** The right key name with a wrong secret. */
export const forger = { ...credentials, secretAccessKey: 'guessed' };

/** A service's options over a fresh folder. */
export async function serviceOptions(): Promise<ServiceOptions> {
  return { folder: await mkdtemp(join(tmpdir(), 'gen3d-service-')), credentials, region, accountId, port: 0 };
}

export async function removeFolder(options: ServiceOptions): Promise<void> {
  await rm(options.folder, { recursive: true, force: true });
}

/** Settings of an SDK client that talks to a local service; it does not retry, so that tests see each error. */
export function clientOptions(endpoint: string, as = credentials) {
  return { endpoint, region, credentials: as, maxAttempts: 1 };
}
