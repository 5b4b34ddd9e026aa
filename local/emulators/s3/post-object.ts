import type { IncomingMessage } from 'node:http';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { Busboy } from '@fastify/busboy';
import { AwsError } from '../http/aws-error.ts';
import type { Answer } from '../http/server.ts';
import { text, xml } from '../http/xml.ts';
import type { ServiceOptions } from '../service.ts';
import { invalidArgument, notImplemented } from './errors.ts';
import { writtenHeaders } from './objects.ts';
import { limitBytes, maxObjectBytes } from './payload.ts';
import { enforcePolicy, type SizeRange } from './post-policy.ts';
import { type Bucket, checkKey, headerText } from './request.ts';
import type { ObjectStore, Written } from './store.ts';

/** A browser's upload; the form's signed policy says what is allowed. */
export interface PostCall {
  readonly store: ObjectStore;
  readonly bucket: Bucket;
  readonly request: IncomingMessage;
  readonly options: Pick<ServiceOptions, 'credentials' | 'region'>;
  /** Base URL of the returned location. */
  readonly url: string;
}

const limits = { fields: 50, fieldNameSize: 200, fieldSize: 20 * 1024, files: 1 };

/** Stores the form's file. @throws AwsError when the form breaks its policy */
export async function postObject(call: PostCall): Promise<Answer> {
  const fields = new Map<string, string>();
  const form = openForm(call.request);
  let upload: Readable | undefined;
  const stored = new Promise<Answer>((resolve, reject) => {
    const refuse = (error: unknown, file?: Readable) => {
      file?.resume();
      reject(error);
    };
    form.on('field', (name, value, nameCut, valueCut) => {
      const lower = name.toLowerCase();
      if (nameCut || valueCut || fields.has(lower))
        refuse(invalidArgument(lower, 'A form field is too long or given twice.'));
      else fields.set(lower, value);
    });
    form.on('fieldsLimit', () => refuse(invalidArgument('fields', 'The form has too many fields.')));
    form.on('file', (_, file, filename) => {
      upload = file.on('error', () => {});
      storeFile(call, fields, file, filename).then(resolve, (error) => refuse(error, file));
    });
    form.on('finish', () => {
      const message = 'POST requires exactly one file upload per request.';
      if (upload === undefined) refuse(invalidArgument('file', message));
    });
  });
  const read = pipeline(call.request, form).catch(() => {
    const error = new AwsError(400, 'MalformedPOSTRequest', 'The form ended early or is not well-formed.');
    upload?.destroy(error);
    throw error;
  });
  const [answer] = await Promise.all([stored, read]);
  return answer;
}

function openForm(request: IncomingMessage) {
  const type = request.headers['content-type'] ?? '';
  try {
    const headers = { ...request.headers, 'content-type': type };
    return new Busboy({ headers, limits, isPartAFile: (name) => name === 'file' });
  } catch {
    throw new AwsError(
      412,
      'PreconditionFailed',
      'Bucket POST must be of the enclosure-type multipart/form-data',
    );
  }
}

async function storeFile(call: PostCall, fields: Map<string, string>, file: Readable, filename: string) {
  const template = fields.get('key');
  if (!template) throw invalidArgument('key', 'Bucket POST must contain a field named "key".');
  if (fields.has('success_action_redirect') || fields.has('redirect'))
    throw notImplemented('redirects of forms');
  const key = checkKey(template.replace(/\$\{filename\}/g, () => filename ?? ''));
  fields.set('key', key);
  const { store, bucket, options } = call;
  const range = enforcePolicy(fields, bucket.name, options, Date.now());
  const headers = headersOf(fields);
  const written = await store.put(bucket, key, withinRange(file, range), () => headers);
  return answerOf(call, key, written, fields.get('success_action_status'));
}

async function* withinRange(file: Readable, range: SizeRange | undefined): AsyncGenerator<Uint8Array> {
  let size = 0;
  for await (const chunk of limitBytes(
    file.iterator({ destroyOnReturn: false }),
    range?.max ?? maxObjectBytes,
  )) {
    size += chunk.length;
    yield chunk;
  }
  if (range === undefined || size >= range.min) return;
  throw new AwsError(400, 'EntityTooSmall', 'Your proposed upload is smaller than the minimum allowed size', {
    ProposedSize: String(size),
    MinSizeAllowed: String(range.min),
  });
}

function headersOf(fields: ReadonlyMap<string, string>): Record<string, string> {
  const stored = [...fields].filter(
    ([name]) =>
      name.startsWith('x-amz-meta-') ||
      ['content-type', 'cache-control', 'content-disposition', 'content-encoding', 'expires'].includes(name),
  );
  return {
    'content-type': 'application/octet-stream',
    ...Object.fromEntries(stored.map(([name, value]) => [name, headerText(name, value)])),
  };
}

function answerOf(call: PostCall, key: string, written: Written, status: string | undefined): Answer {
  const location = `${call.url}/${call.bucket.name}/${encodeURIComponent(key)}`;
  const headers = { ...writtenHeaders(written), location };
  if (status === '200') return { status: 200, headers };
  if (status !== '201') return { status: 204, headers };
  const answer = xml(201, 'PostResponse', undefined, [
    text('Location', location),
    text('Bucket', call.bucket.name),
    text('Key', key),
    text('ETag', written.etag),
  ]);
  return { ...answer, headers: { ...answer.headers, ...headers } };
}
