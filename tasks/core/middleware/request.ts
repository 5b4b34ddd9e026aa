import type { APIGatewayProxyEvent } from 'aws-lambda';
import * as z from 'zod/mini';
import { JobId, UserId } from '../contracts/common.ts';
import {
  BadRequestError,
  ForbiddenError,
  NotFoundError,
  PayloadTooLargeError,
  UnauthorizedError,
} from '../errors.ts';

/** Bytes; the largest legal body is far below. */
const maxBody = 16_384;

/** Claims as the gateway hands them on: every value is text there. */
const Claims = z.looseObject({
  sub: UserId,
  token_use: z.literal('id'),
  email: z.optional(z.email()),
  email_verified: z.optional(z.union([z.boolean(), z.string()])),
});

/** The signed-in user. `email` is set only when the issuer says that it was verified. */
export interface Caller {
  readonly userId: string;
  readonly email: string | undefined;
}

/**
 * Who is calling, by the verified ID token's claims.
 * @throws UnauthorizedError when there is no ID token (an access token is none)
 */
export function callerOf(event: APIGatewayProxyEvent): Caller {
  const parsed = Claims.safeParse(event.requestContext.authorizer?.claims);
  if (!parsed.success) {
    throw new UnauthorizedError('Unauthorized', 'Sign in and send the ID token in the Authorization header.');
  }
  const { sub, email, email_verified } = parsed.data;
  return { userId: sub, email: String(email_verified) === 'true' ? email : undefined };
}

/** @throws ForbiddenError when the caller has no verified address to send the model to */
export function verifiedEmail(caller: Caller): string {
  if (caller.email !== undefined) return caller.email;
  throw new ForbiddenError('EmailNotVerified', 'Verify your mail address first: the model is sent there.');
}

/**
 * The JSON body by its contract.
 * @throws PayloadTooLargeError above 16 KiB, BadRequestError naming the field that is wrong
 */
export function bodyOf<T>(event: APIGatewayProxyEvent, contract: z.ZodMiniType<T>): T {
  const text = event.isBase64Encoded
    ? Buffer.from(event.body ?? '', 'base64').toString()
    : (event.body ?? '');
  if (Buffer.byteLength(text) > maxBody) {
    throw new PayloadTooLargeError('RequestTooLarge', `The body has more than ${maxBody} bytes.`);
  }
  return matching(parseJson(text), contract);
}

/** The query string by its contract. @throws BadRequestError naming the parameter that is wrong */
export function queryOf<T>(event: APIGatewayProxyEvent, contract: z.ZodMiniType<T>): T {
  return matching(event.queryStringParameters ?? {}, contract);
}

/** The path's job id. @throws NotFoundError when it cannot be one */
export function jobIdOfPath(event: APIGatewayProxyEvent): string {
  const parsed = JobId.safeParse(event.pathParameters?.job_id);
  if (parsed.success) return parsed.data;
  throw sessionNotFound();
}

/** One answer for what is missing and for what is somebody else's. */
export function sessionNotFound(): NotFoundError {
  return new NotFoundError('SessionNotFound', 'You have no session with this job_id.');
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new BadRequestError('BadRequest', 'The body is not valid JSON.');
  }
}

function matching<T>(value: unknown, contract: z.ZodMiniType<T>): T {
  const parsed = contract.safeParse(value);
  if (parsed.success) return parsed.data;
  const wrong = parsed.error.issues.map((issue) => `${issue.path.join('.') || 'body'}: ${issue.message}`);
  throw new BadRequestError('BadRequest', wrong.slice(0, 5).join('; ').slice(0, 500));
}
