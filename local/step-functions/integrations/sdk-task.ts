import { lowerFirst, mapNames, toJson, upperFirst, withTextMembers } from './json-values.ts';
import type { SdkClients } from './sdk-clients.ts';
import { failure, sdkStyle } from './sdk-errors.ts';
import { type SdkService, type ServiceName, sdkServices } from './services.ts';
import type { TaskAnswer } from './task-caller.ts';

/** `aws-sdk:<service>:<action>`: any action of a locally available service. */
export async function callSdkTask(
  clients: SdkClients,
  service: ServiceName,
  action: string,
  parameters: Record<string, unknown>,
  signal: AbortSignal,
): Promise<TaskAnswer> {
  const { lowerCaseMembers = false, textMembers = [] }: SdkService = sdkServices[service];
  const input = withTextMembers(parameters, textMembers);
  const request = lowerCaseMembers ? mapNames(input, lowerFirst) : input;
  try {
    const { output } = await clients.call(service, action, Object(request), signal);
    const result = await toJson(output);
    return { ok: true, output: JSON.stringify(lowerCaseMembers ? mapNames(result, upperFirst) : result) };
  } catch (error) {
    return failure(clients, service, sdkStyle(service), error);
  }
}
