import { PutObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import { z } from 'zod';
import { Quality } from '#tasks/core/contracts/common.ts';
import { ExecutionInput } from '#tasks/core/contracts/workflow.ts';
import { sessionKeys } from '#tasks/core/keys.ts';
import type { CallResult } from '../functions/call.ts';
import { proxyAnswer } from '../services/api-gateway/answer.ts';
import { AwsError } from '../services/aws-error.ts';
import { validate } from '../services/signed-server.ts';

export interface MaskGiven {
  /** Name of the execution, which is the session's job id. */
  readonly execution: string;
  readonly png: Buffer;
  readonly quality: string | undefined;
}

/** Gives a session that waits for its mask one of the operator's own. @throws AwsError */
export type GiveMask = (given: MaskGiven) => Promise<object>;

export interface GiveMaskOptions {
  readonly stateMachineArn: string;
  readonly bucket: string;
  readonly s3: S3Client;
  readonly perform: (operation: string, input: unknown) => Promise<object>;
  /** Calls the function behind `POST /reconstruct` with an event as JSON text. */
  readonly reconstruct: (payload: string) => Promise<CallResult>;
}

const Described = z.object({ status: z.string(), input: z.string() });
const Failure = z.object({ error: z.object({ code: z.string(), message: z.string() }) });

/**
 * Stores the mask where the session's owner would, and hands it in by the very handler of `POST /reconstruct`:
 * deadline, lock and refusals are the same, whoever gives the mask.
 */
export function maskGiver(options: GiveMaskOptions): GiveMask {
  return async ({ execution, png, quality }) => {
    const wanted = validate(z.prefault(Quality, 'high'), quality);
    const session = await sessionOf(options, execution);
    const { mask } = sessionKeys(session.user_id, session.session_id);
    await options.s3.send(
      new PutObjectCommand({ Bucket: options.bucket, Key: mask, Body: png, ContentType: 'image/png' }),
    );
    return outcome(await options.reconstruct(JSON.stringify(eventOf(session, mask, wanted))));
  };
}

async function sessionOf(options: GiveMaskOptions, execution: string): Promise<ExecutionInput> {
  const executionArn = `${options.stateMachineArn.replace(':stateMachine:', ':execution:')}:${execution}`;
  const described = Described.parse(await options.perform('DescribeExecution', { executionArn }));
  if (described.status !== 'RUNNING') {
    throw new AwsError(409, 'NotAwaitingMask', 'This run has ended: it waits for no mask.');
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

/** What the handler answered, as this door says it. */
function outcome(result: CallResult): object {
  const answer = proxyAnswer(result);
  if (answer === undefined) {
    throw new AwsError(502, 'HandlerFailed', 'The mask is stored, but handing it in failed: see the logs.');
  }
  const body: unknown = JSON.parse(String(answer.body ?? '{}'));
  if (answer.status < 400) return z.looseObject({}).parse(body);
  const { code, message } = Failure.parse(body).error;
  throw new AwsError(answer.status, code, message);
}
