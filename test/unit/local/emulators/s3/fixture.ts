import {
  GetObjectCommand,
  type GetObjectCommandInput,
  type GetObjectCommandOutput,
  PutObjectCommand,
  type PutObjectCommandInput,
  type PutObjectCommandOutput,
  S3Client,
  type S3ClientConfig,
} from '@aws-sdk/client-s3';
import { startS3 } from '#local/emulators/s3/server.ts';
import type { Service, ServiceOptions } from '#local/emulators/service.ts';
import { clientOptions, credentials, removeFolder, serviceOptions } from '../fixture.ts';

export const Bucket = 'gen3d-data-bucket';
export const plainBucket = 'gen3d-plain-bucket';
export const webOrigin = 'http://localhost:5173';
export const buckets = [
  { name: Bucket, versioned: true, corsOrigins: [webOrigin] },
  { name: plainBucket, versioned: false, corsOrigins: [] },
];

/** A running S3 with a new folder; it can be restarted and removed. */
export interface S3Fixture {
  readonly options: ServiceOptions;
  readonly url: string;
  client(as?: typeof credentials, more?: S3ClientConfig): S3Client;
  put(
    Key: string,
    Body: string | Uint8Array,
    more?: Partial<PutObjectCommandInput>,
  ): Promise<PutObjectCommandOutput>;
  get(Key: string, more?: Partial<GetObjectCommandInput>): Promise<GetObjectCommandOutput>;
  /** An object's content as text. */
  read(Key: string, more?: Partial<GetObjectCommandInput>): Promise<string | undefined>;
  restart(): Promise<void>;
  remove(): Promise<void>;
}

export async function startS3Fixture(): Promise<S3Fixture> {
  const options = await serviceOptions();
  let service: Service = await startS3({ ...options, buckets });
  const fixture: S3Fixture = {
    options,
    get url() {
      return service.url;
    },
    client: (as = credentials, more = {}) => new S3Client({ ...clientOptions(service.url, as), ...more }),
    put: (Key, Body, more = {}) =>
      fixture.client().send(new PutObjectCommand({ Bucket, Key, Body, ...more })),
    get: (Key, more = {}) => fixture.client().send(new GetObjectCommand({ Bucket, Key, ...more })),
    read: async (Key, more = {}) => (await fixture.get(Key, more)).Body?.transformToString(),
    async restart() {
      await service.close();
      service = await startS3({ ...options, buckets });
    },
    async remove() {
      await service.close();
      await removeFolder(options);
    },
  };
  return fixture;
}
