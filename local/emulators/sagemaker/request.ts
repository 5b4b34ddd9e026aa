import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { AwsError } from '../http/aws-error.ts';
import { type SignedCall, validate } from '../http/signed-server.ts';
import type { Endpoint, Job } from './job.ts';

/** Limit of an inline body. */
export const maxBodyBytes = 128_000;

const printable = /^[\x20-\x7e]*$/;
const seconds = (min: number, max: number) => z.coerce.number().int().min(min).max(max);

/** Headers of InvokeEndpointAsync, with the limits of the API model. */
const Headers = z.object({
  'x-amzn-sagemaker-content-type': z.string().max(1024).optional(),
  'x-amzn-sagemaker-accept': z.string().max(1024).optional(),
  'x-amzn-sagemaker-custom-attributes': z.string().max(1024).regex(printable).optional(),
  'x-amzn-sagemaker-inference-id': z
    .string()
    .max(64)
    .regex(/^\S[\x20-\x7e]*$/)
    .optional(),
  'x-amzn-sagemaker-inputlocation': z
    .string()
    .max(1024)
    .regex(/^s3:\/\/[^/]+\/.+$/)
    .optional(),
  'x-amzn-sagemaker-s3outputpathextension': z
    .string()
    .max(512)
    .regex(/^[a-zA-Z0-9!_.*'()/-]+$/)
    .optional(),
  'x-amzn-sagemaker-filename': z
    .string()
    .max(32)
    .regex(/^(?!.*\..*\.)[a-zA-Z0-9][a-zA-Z0-9-_.]*$/)
    .optional(),
  'x-amzn-sagemaker-requestttlseconds': seconds(60, 21_600).default(21_600),
  'x-amzn-sagemaker-invocationtimeoutseconds': seconds(1, 3_600).default(900),
});

/** Reads an InvokeEndpointAsync request. @throws AwsError ValidationError naming what is wrong */
export function readRequest(call: SignedCall, endpoint: Endpoint): Job {
  const headers = validate(Headers, call.headers, 'ValidationError');
  const inferenceId = headers['x-amzn-sagemaker-inference-id'] ?? randomUUID();
  const filename = headers['x-amzn-sagemaker-filename'];
  const extension = headers['x-amzn-sagemaker-s3outputpathextension'];
  const { outputPath, failurePath } = endpoint;
  return {
    endpointName: endpoint.name,
    inferenceId,
    input: readInput(call.body, headers['x-amzn-sagemaker-inputlocation']),
    contentType: headers['x-amzn-sagemaker-content-type'],
    accept: headers['x-amzn-sagemaker-accept'],
    customAttributes: headers['x-amzn-sagemaker-custom-attributes'],
    outputLocation: locationBelow(outputPath, extension, filename ?? `${inferenceId}.out`),
    failureLocation:
      failurePath && locationBelow(failurePath, extension, filename ?? `${inferenceId}-error.out`),
    requestTtlSeconds: headers['x-amzn-sagemaker-requestttlseconds'],
    invocationTimeoutSeconds: headers['x-amzn-sagemaker-invocationtimeoutseconds'],
    receivedAt: Date.now(),
  };
}

/** Exactly one of the body and its location. */
function readInput(body: Buffer, location: string | undefined): Job['input'] {
  if ((body.length === 0) === (location === undefined))
    throw new AwsError(400, 'ValidationError', 'Provide exactly one of Body and InputLocation.');
  if (body.length > maxBodyBytes)
    throw new AwsError(400, 'ValidationError', `Body must have at most ${maxBodyBytes} bytes.`);
  return location === undefined ? { body: body.toString('base64') } : { location };
}

function locationBelow(path: string, extension: string | undefined, filename: string): string {
  return [path, extension ?? '', filename]
    .map((part) => part.replace(/^\/+|\/+$/g, ''))
    .filter(Boolean)
    .join('/');
}
