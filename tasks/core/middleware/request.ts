import type { APIGatewayProxyEvent } from 'aws-lambda';
import * as z from 'zod/mini';
import { JobId, UserId } from '#contracts/common.ts';
import { parseJson } from '#contracts/json.ts';
import {
  BadRequestError,
  ForbiddenError,
  PayloadTooLargeError,
  sessionNotFound,
  UnauthorizedError,
} from '../errors.ts';

/** In bytes. Valid bodies are much smaller. */
const maxBody = 16_384;

/** Claims from the gateway. Every value is text. */
const Claims = z.looseObject({
  sub: UserId,
  token_use: z.literal('id'),
  email: z.optional(z.email()),
  email_verified: z.optional(z.union([z.boolean(), z.string()])),
});

/** The signed-in user. `email` is set only when the issuer has verified it. */
export interface Caller {
  readonly userId: string;
  readonly email: string | undefined;
}

/**
 * Reads the caller from the claims of the verified ID token.
 * @throws UnauthorizedError without an ID token, for example with an access token
 */
export function callerOf(event: APIGatewayProxyEvent): Caller {
  const parsed = Claims.safeParse(event.requestContext.authorizer?.claims);
  if (!parsed.success) {
    throw new UnauthorizedError(
      'Unauthorized',
      'Sign in, and send the ID token in the Authorization header.',
    );
  }
  const { sub, email, email_verified } = parsed.data;
  return { userId: sub, email: String(email_verified) === 'true' ? email : undefined };
}

/** @throws ForbiddenError when the caller has no verified email address */
export function verifiedEmail(caller: Caller): string {
  if (caller.email !== undefined) return caller.email;
  throw new ForbiddenError('EmailNotVerified', 'Verify your email address first. The model is sent there.');
}

/**
 * Parses the JSON body with its contract.
 * @throws PayloadTooLargeError above 16 KiB, BadRequestError with the name of the wrong field
 */
export function bodyOf<T>(event: APIGatewayProxyEvent, contract: z.ZodMiniType<T>): T {
  const text = event.isBase64Encoded
    ? Buffer.from(event.body ?? '', 'base64').toString()
    : (event.body ?? '');
  if (Buffer.byteLength(text) > maxBody) {
    throw new PayloadTooLargeError('RequestTooLarge', `The body is larger than ${maxBody} bytes.`);
  }
  const body = parseJson(text);
  if (body === undefined) throw new BadRequestError('BadRequest', 'The body is not valid JSON.');
  return matching(body, contract);
}

/** Parses the query string with its contract. @throws BadRequestError with the name of the wrong parameter */
export function queryOf<T>(event: APIGatewayProxyEvent, contract: z.ZodMiniType<T>): T {
  return matching(event.queryStringParameters ?? {}, contract);
}

/** Reads the job id of the path. @throws NotFoundError when it is not a valid one */
export function jobIdOfPath(event: APIGatewayProxyEvent): string {
  const parsed = JobId.safeParse(event.pathParameters?.job_id);
  if (parsed.success) return parsed.data;
  throw sessionNotFound();
}

function matching<T>(value: unknown, contract: z.ZodMiniType<T>): T {
  const parsed = contract.safeParse(value);
  if (parsed.success) return parsed.data;
  const wrong = parsed.error.issues.map((issue) => `${issue.path.join('.') || 'body'}: ${issue.message}`);
  throw new BadRequestError('BadRequest', wrong.slice(0, 5).join('; ').slice(0, 500));
}
