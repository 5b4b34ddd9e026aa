import { readFileSync } from 'node:fs';
import { GetObjectCommand, PutObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import type { PinnedObject } from '#contracts/common.ts';
import { photoKey, sessionKeys } from '#contracts/keys.ts';
import { ModelAnswer, type ModelJob } from '#contracts/model-job.ts';
import type { Service } from '#local/emulators/service.ts';
import { type PreviewModelOptions, startPreviewModel } from '#preview/server/server.ts';
import { credentials, region } from '../../local/emulators/fixture.ts';
import { Bucket, startS3Fixture } from '../../local/emulators/s3/fixture.ts';

export const samplePhoto = readFileSync('local/demo/sample/coffee.png');
export const sampleMask = readFileSync('local/demo/sample/coffee-cup-mask.png');

export const facts = { bucket: Bucket, session_id: 'cup-1', user_id: 'user-1', job_id: 'gen3d-cup' };
export const keys = sessionKeys(facts.user_id, facts.session_id);
export const imageKey = photoKey(facts.user_id, facts.session_id, 'png');

/** A preview model beside a real local S3. */
export interface PreviewFixture {
  readonly service: Service;
  readonly s3Url: string;
  /** Stores an object and pins its version. */
  put(key: string, body: Uint8Array): Promise<PinnedObject>;
  get(key: string): Promise<Uint8Array>;
  invoke(job: ModelJob | string): Promise<{ status: number; answer: ModelAnswer }>;
  remove(): Promise<void>;
}

export async function startPreviewFixture(
  options: Partial<PreviewModelOptions> = {},
): Promise<PreviewFixture> {
  const s3 = await startS3Fixture();
  const client: S3Client = s3.client();
  const service = await startPreviewModel({
    port: 0,
    s3: { endpoint: s3.url, credentials, region },
    ...options,
  });
  return {
    service,
    s3Url: s3.url,
    put: async (key, body) => {
      const { VersionId = '' } = await client.send(new PutObjectCommand({ Bucket, Key: key, Body: body }));
      return { key, version: VersionId };
    },
    get: async (key) => {
      const { Body } = await client.send(new GetObjectCommand({ Bucket, Key: key }));
      if (Body === undefined) throw new Error(`${key} has no body.`);
      return Body.transformToByteArray();
    },
    invoke: async (job) => {
      const body = typeof job === 'string' ? job : JSON.stringify(job);
      const response = await fetch(`${service.url}/invocations`, { method: 'POST', body });
      return { status: response.status, answer: ModelAnswer.parse(await response.json()) };
    },
    remove: async () => {
      await service.close();
      client.destroy();
      await s3.remove();
    },
  };
}
