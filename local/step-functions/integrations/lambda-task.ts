import { z } from 'zod';
import { sdkMetadata } from './http-metadata.ts';
import { withTextMembers } from './json-values.ts';
import type { SdkAnswer, SdkClients } from './sdk-clients.ts';
import { failure, optimizedStyle } from './sdk-errors.ts';
import type { TaskAnswer } from './task-caller.ts';

const style = optimizedStyle('Lambda', 'AWSLambda', 'AWSLambdaException');

const InvokeResult = z.looseObject({
  ExecutedVersion: z.string().optional(),
  FunctionError: z.string().optional(),
  Payload: z.instanceof(Uint8Array).optional(),
  StatusCode: z.number().optional(),
  $metadata: z.looseObject({ httpStatusCode: z.number().optional(), requestId: z.string().optional() }),
});
type InvokeResult = z.infer<typeof InvokeResult>;

const FunctionError = z.looseObject({ errorType: z.string().optional() });

/** `lambda:invoke`: the result holds the payload and the call's SDK metadata. */
export async function callLambdaInvoke(
  clients: SdkClients,
  parameters: Record<string, unknown>,
  signal: AbortSignal,
): Promise<TaskAnswer> {
  return invoke(clients, withTextMembers(parameters, ['Payload']), signal, ({ headers }, result) => {
    const payload = parsed(textOf(result));
    if (result.FunctionError !== undefined) return functionError(payload, JSON.stringify(payload));
    const output = {
      ExecutedVersion: result.ExecutedVersion ?? '$LATEST',
      Payload: payload,
      ...sdkMetadata(headers, result.$metadata),
      StatusCode: result.StatusCode ?? 200,
    };
    return { ok: true, output: JSON.stringify(output) };
  });
}

/** A function ARN as the resource: its payload is the result, and the runtime's text is the cause. */
export async function callLambdaArn(
  clients: SdkClients,
  functionArn: string,
  input: string,
  signal: AbortSignal,
): Promise<TaskAnswer> {
  const request = { FunctionName: functionArn, Payload: input };
  return invoke(clients, request, signal, (_answer, result) => {
    const text = textOf(result);
    if (result.FunctionError !== undefined) return functionError(parsed(text), text);
    return { ok: true, output: text === '' ? 'null' : text };
  });
}

async function invoke(
  clients: SdkClients,
  request: Record<string, unknown>,
  signal: AbortSignal,
  read: (answer: SdkAnswer, result: InvokeResult) => TaskAnswer,
): Promise<TaskAnswer> {
  try {
    const answer = await clients.call('lambda', 'invoke', request, signal);
    return read(answer, InvokeResult.parse(answer.output));
  } catch (error) {
    return failure(clients, 'lambda', style, error);
  }
}

function functionError(payload: unknown, cause: string): TaskAnswer {
  const { errorType = 'Lambda.Unknown' } = FunctionError.safeParse(payload).data ?? {};
  return { ok: false, error: errorType, cause };
}

function textOf({ Payload }: InvokeResult): string {
  return Payload === undefined ? '' : Buffer.from(Payload).toString('utf8');
}

/** A payload that is not JSON is shown as text. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
