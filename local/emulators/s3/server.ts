import type { IncomingMessage, ServerResponse } from 'node:http';
import { type Answer, listen, send } from '../http/server.ts';
import { closingWith, type Service, type ServiceOptions } from '../service.ts';
import { bucketLocation, bucketVersioning, listBuckets } from './buckets.ts';
import { corsHeaders, preflight } from './cors.ts';
import { deleteObjects } from './delete-objects.ts';
import { noSuchBucket, xmlError } from './errors.ts';
import { listObjects, listVersions } from './listing.ts';
import { copyObject, deleteObject, getObject, type ObjectCall, putObject } from './objects.ts';
import { operationOf, type SignedOperation } from './operation.ts';
import { postObject } from './post-object.ts';
import { authorize, type Bucket, readTarget, type Target } from './request.ts';
import { ObjectStore } from './store.ts';

export interface S3Options extends ServiceOptions {
  readonly buckets: readonly Bucket[];
}

/**
 * S3, path style: a versioned object store on disk that verifies signatures. An upload is acknowledged once
 * it is on disk. A missing key is a 404, because the local credentials may list buckets.
 */
export async function startS3(options: S3Options): Promise<Service> {
  await using opened = new AsyncDisposableStack();
  const store = opened.adopt(await ObjectStore.open(options.folder), (one) => one.close());
  const s3 = new S3Server(options, store);
  return closingWith(opened, await listen('s3', options.port, (...call) => s3.handle(...call), xmlError));
}

class S3Server {
  readonly #store: ObjectStore;
  readonly #options: S3Options;

  constructor(options: S3Options, store: ObjectStore) {
    this.#options = options;
    this.#store = store;
  }

  async handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const target = readTarget(request.url ?? '/');
    const bucket = this.#bucket(target.bucket);
    for (const [name, value] of Object.entries(corsHeaders(request, bucket))) response.setHeader(name, value);
    const answer = await this.#answer(request, response, target, bucket);
    if (answer !== 'sent') send(response, answer);
  }

  async #answer(
    request: IncomingMessage,
    response: ServerResponse,
    target: Target,
    bucket: Bucket | undefined,
  ): Promise<Answer | 'sent'> {
    const operation = operationOf(request, target);
    if (operation === 'Preflight') return preflight(request, bucket);
    if (operation === 'PostObject') {
      if (bucket === undefined) throw noSuchBucket(target.bucket);
      const url = `http://${request.headers.host}`;
      return postObject({ store: this.#store, bucket, request, options: this.#options, url });
    }
    const verified = authorize(request, target.query, this.#options);
    if (operation === 'ListBuckets') return listBuckets(this.#options.buckets);
    if (bucket === undefined) throw noSuchBucket(target.bucket);
    return this.#perform(operation, { store: this.#store, bucket, target, request, verified }, response);
  }

  #perform(
    operation: SignedOperation,
    call: ObjectCall,
    response: ServerResponse,
  ): Answer | Promise<Answer | 'sent'> {
    const { bucket, target } = call;
    switch (operation) {
      case 'PutObject':
        return putObject(call);
      case 'CopyObject':
        return copyObject(call, (name) => this.#bucket(name));
      case 'GetObject':
        return getObject(call, response);
      case 'DeleteObject':
        return deleteObject(call);
      case 'DeleteObjects':
        return deleteObjects(call);
      case 'ListObjectsV2':
        return listObjects(this.#store.catalog, bucket, target.query);
      case 'ListObjectVersions':
        return listVersions(this.#store.catalog, bucket, target.query);
      case 'HeadBucket':
        return { status: 200, headers: { 'x-amz-bucket-region': this.#options.region } };
      case 'GetBucketLocation':
        return bucketLocation(this.#options.region);
      case 'GetBucketVersioning':
        return bucketVersioning(bucket);
    }
  }

  #bucket(name: string): Bucket | undefined {
    return this.#options.buckets.find((bucket) => bucket.name === name);
  }
}
