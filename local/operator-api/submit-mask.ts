import { PutObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import { z } from 'zod';
import { Quality } from '#contracts/common.ts';
import { uploadedMaskKey } from '#contracts/keys.ts';
import { maskContentTypes } from '#contracts/mask/formats.ts';
import { executionArn } from '#contracts/names.ts';
import { ExecutionInput } from '#contracts/workflow.ts';
import { proxyAnswer } from '../emulators/api-gateway/proxy-answer.ts';
import { AwsError } from '../emulators/http/aws-error.ts';
import { validate } from '../emulators/http/signed-server.ts';
import type { CallResult } from '../functions/call.ts';

export interface OperatorMask {
  /** Name of the execution, which is also the session's job id. */
  readonly execution: string;
  readonly bytes: Buffer;
  /** PNG where it names no format of masks. */
  readonly contentType: string | undefined;
  readonly quality: string | undefined;
}

/** Submits a mask for a session that waits for one. @throws AwsError */
export type SubmitMask = (mask: OperatorMask) => Promise<object>;

export interface SubmitMaskOptions {
  readonly stateMachineArn: string;
  readonly bucket: string;
  readonly s3: S3Client;
  readonly perform: (operation: string, input: unknown) => Promise<object>;
  /** Calls the function behind `POST /reconstruct` with an event, as JSON text. */
  readonly reconstruct: (payload: string) => Promise<CallResult>;
}

const MaskType = z.enum(['image/png', 'image/webp', 'image/jpeg']).catch('image/png');
const Described = z.object({ status: z.string(), input: z.string() });
const Failure = z.object({ error: z.object({ code: z.string(), message: z.string() }) });

/**
 * Stores the mask at the owner's key and submits it with the handler of `POST /reconstruct`, so that the same
 * deadline, lock and checks apply.
 */
export function createMaskSubmitter(options: SubmitMaskOptions): SubmitMask {
  return async ({ execution, bytes, contentType, quality }) => {
    const wanted = validate(z.prefault(Quality, 'high'), quality);
    const session = await sessionOf(options, execution);
    const type = MaskType.parse(contentType);
    const mask = uploadedMaskKey(session.user_id, session.session_id, maskContentTypes[type]);
    await options.s3.send(
      new PutObjectCommand({ Bucket: options.bucket, Key: mask, Body: bytes, ContentType: type }),
    );
    return outcome(await options.reconstruct(JSON.stringify(eventOf(session, mask, wanted))));
  };
}

async function sessionOf(options: SubmitMaskOptions, execution: string): Promise<ExecutionInput> {
  const arn = executionArn(options.stateMachineArn, execution);
  const described = Described.parse(await options.perform('DescribeExecution', { executionArn: arn }));
  if (described.status !== 'RUNNING') {
    throw new AwsError(409, 'NotAwaitingMask', 'This execution has ended. It does not wait for a mask.');
  }
  return validate(ExecutionInput, JSON.parse(described.input));
}

function eventOf(session: ExecutionInput, mask: string, quality: Quality): object {
  const body = {
    session_id: session.session_id,
    image_s3_key: session.image_key,
    mask_s3_key: mask,
    quality,
  };
  return {
    resource: '/reconstruct',
    path: '/reconstruct',
    httpMethod: 'POST',
    headers: {},
    requestContext: {
      requestId: crypto.randomUUID(),
      authorizer: { claims: { sub: session.user_id, token_use: 'id' } },
    },
    body: JSON.stringify(body),
    isBase64Encoded: false,
  };
}

/** Converts the handler's response to the operator API's. */
function outcome(result: CallResult): object {
  const answer = proxyAnswer(result);
  if (answer === undefined) {
    throw new AwsError(502, 'HandlerFailed', 'The mask is stored, but submitting it failed. See the logs.');
  }
  const body: unknown = JSON.parse(String(answer.body ?? '{}'));
  if (answer.status < 400) return z.looseObject({}).parse(body);
  const { code, message } = Failure.parse(body).error;
  throw new AwsError(answer.status, code, message);
}
