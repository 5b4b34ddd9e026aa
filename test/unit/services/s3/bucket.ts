import { S3Client, type S3ClientConfig } from '@aws-sdk/client-s3';
import { startS3 } from '#local/services/s3.ts';
import type { Service, ServiceOptions } from '#local/services/service.ts';
import { clientOptions, credentials, removeFolder, serviceOptions } from '../home.ts';

export const Bucket = 'gen3d-data-bucket';
export const plainBucket = 'gen3d-plain-bucket';
export const webOrigin = 'http://localhost:5173';
export const buckets = [
  { name: Bucket, versioned: true, corsOrigins: [webOrigin] },
  { name: plainBucket, versioned: false, corsOrigins: [] },
];

/** A running S3 over a fresh folder, which can be restarted and thrown away. */
export interface S3Home {
  readonly options: ServiceOptions;
  readonly url: string;
  client(as?: typeof credentials, more?: S3ClientConfig): S3Client;
  restart(): Promise<void>;
  remove(): Promise<void>;
}

export async function startS3Home(): Promise<S3Home> {
  const options = await serviceOptions();
  let service: Service = await startS3({ ...options, buckets });
  return {
    options,
    get url() {
      return service.url;
    },
    client: (as = credentials, more = {}) => new S3Client({ ...clientOptions(service.url, as), ...more }),
    async restart() {
      await service.close();
      service = await startS3({ ...options, buckets });
    },
    async remove() {
      await service.close();
      await removeFolder(options);
    },
  };
}
