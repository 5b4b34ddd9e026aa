import { z } from 'zod';
import type { TaskCall } from '#state-machines/asl/types.ts';
import { callLambdaArn, callLambdaInvoke } from './lambda-task.ts';
import { callOptimizedTask } from './optimized-task.ts';
import { type SdkClientOptions, SdkClients } from './sdk-clients.ts';
import { callSdkTask } from './sdk-task.ts';
import { isServiceName } from './services.ts';
import type { TaskAnswer, TaskCaller } from './task-caller.ts';

const Parameters = z.record(z.string(), z.unknown());
const callbackSuffix = '.waitForTaskToken';
const sdkPrefix = 'aws-sdk:';

/** Calls tasks through AWS SDK clients for the local services. */
export function sdkTaskCaller(options: SdkClientOptions): TaskCaller {
  const clients = new SdkClients(options);
  return async (call, signal) => {
    const answer = await dispatch(clients, call, signal);
    signal.throwIfAborted();
    return answer;
  };
}

async function dispatch(clients: SdkClients, call: TaskCall, signal: AbortSignal): Promise<TaskAnswer> {
  if (call.kind === 'lambda-arn') return callLambdaArn(clients, call.resource, call.parameters, signal);
  const parameters = Parameters.safeParse(JSON.parse(call.parameters));
  if (!parameters.success)
    return {
      ok: false,
      error: 'States.Runtime',
      cause: 'The arguments of a service call must be an object.',
    };
  const action = call.resource.replace(callbackSuffix, '');
  if (call.kind === 'aws-sdk') return sdkTask(clients, call.resourceType, action, parameters.data, signal);
  if (call.resourceType === 'lambda') return callLambdaInvoke(clients, parameters.data, signal);
  return callOptimizedTask(clients, call.resourceType, action, parameters.data, signal);
}

function sdkTask(
  clients: SdkClients,
  resourceType: string,
  action: string,
  parameters: Record<string, unknown>,
  signal: AbortSignal,
): Promise<TaskAnswer> {
  const service = resourceType.slice(sdkPrefix.length);
  if (isServiceName(service)) return callSdkTask(clients, service, action, parameters, signal);
  const cause = `The service ${service} is not available locally.`;
  return Promise.resolve({ ok: false, error: 'States.Runtime', cause });
}
