import type { IncomingMessage, ServerResponse } from 'node:http';
import { closingWith } from './closing.ts';
import { type Answer, listen, send } from './http.ts';
import { bucketLocation, bucketVersioning, listBuckets } from './s3/buckets.ts';
import { corsHeaders, preflight } from './s3/cors.ts';
import { deleteObjects } from './s3/delete-objects.ts';
import { noSuchBucket, xmlError } from './s3/errors.ts';
import { listObjects, listVersions } from './s3/listing.ts';
import { copyObject, deleteObject, getObject, type ObjectCall, putObject } from './s3/objects.ts';
import { operationOf, type SignedOperation } from './s3/operation.ts';
import { postObject } from './s3/post-object.ts';
import { authorize, type Bucket, readTarget, type Target } from './s3/request.ts';
import { ObjectStore } from './s3/store.ts';
import type { Service, ServiceOptions } from './service.ts';

export interface S3Options extends ServiceOptions {
  readonly buckets: readonly Bucket[];
}

/**
 * S3, path style: a versioned object store on disk that verifies who asks. An upload is answered when it is on
 * disk. A missing key is a 404, since the home's credentials may list.
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
