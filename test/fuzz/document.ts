import { openApiDocument } from '#tasks/openapi/document.ts';
import type { Prepared } from './sessions.ts';

type Json = Record<string, unknown>;

/**
 * The OpenAPI document with examples of a real user, so that the fuzzer gets past authorization and validation. The
 * rest of the document is unchanged.
 */
export function documentWithExamples({ waiting, completed, deletable, keys }: Prepared): string {
  const document = openApiDocument();
  const examples: Readonly<Record<string, readonly Json[] | readonly string[]>> = {
    createUpload: [
      { kind: 'photo', session_id: 'fuzz-photo', content_type: 'image/jpeg' },
      { kind: 'mask', session_id: waiting.session_id, content_type: 'image/png' },
      { kind: 'copy', session_id: 'fuzz-copy', copy_of: completed.job_id },
    ],
    initialize: [{ session_id: waiting.session_id, image_s3_key: keys.photo }],
    reconstruct: [
      { session_id: waiting.session_id, image_s3_key: keys.photo, mask_s3_key: keys.mask, quality: 'low' },
    ],
    getStatus: [waiting.job_id, completed.job_id],
    getResult: [waiting.job_id, completed.job_id],
    deleteSession: [deletable.job_id],
    download: [keys.downloadToken],
  };
  const withExamples = (operation: Json): Json => {
    const own = examples[String(operation.operationId)];
    return own === undefined ? operation : { ...operation, ...addExamples(operation, own) };
  };
  return JSON.stringify({ ...document, paths: mapOperations(document.paths, withExamples) });
}

/** Adds examples to the body, or to the path parameter when there is no body. */
function addExamples(operation: Json, own: readonly unknown[]): Json {
  const named = Object.fromEntries(own.map((value, index) => [`real${index}`, { value }]));
  if (isRecord(operation.requestBody) && isRecord(operation.requestBody.content)) {
    const content = mapValues(operation.requestBody.content, (media) => ({ ...media, examples: named }));
    return { requestBody: { ...operation.requestBody, content } };
  }
  const parameters = Array.isArray(operation.parameters) ? operation.parameters : [];
  return { parameters: parameters.map((parameter: Json) => ({ ...parameter, examples: named })) };
}

function mapOperations(paths: unknown, change: (operation: Json) => Json): Json {
  return isRecord(paths) ? mapValues(paths, (path) => mapValues(path, change)) : {};
}

function mapValues(record: Json, change: (value: Json) => Json): Json {
  return Object.fromEntries(
    Object.entries(record).map(([name, value]) => [name, isRecord(value) ? change(value) : value]),
  );
}

function isRecord(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
