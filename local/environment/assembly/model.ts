import type { TableDefinition } from '../../emulators/dynamodb/time-to-live.ts';
import type { SecretDefinition } from '../../emulators/secrets.ts';
import { type ApiModel, readApi } from './api.ts';
import { type FunctionModel, readFunctions } from './functions.ts';
import { type IdentityModel, readIdentity } from './identity.ts';
import {
  type EndpointModel,
  type RuleModel,
  readEndpoints,
  readRules,
  readTopics,
  type TopicModel,
} from './messaging.ts';
import { type Origins, Resources } from './resources.ts';
import { type BucketModel, readBuckets, readSecrets, readTables } from './storage.ts';
import type { Stack } from './template.ts';
import { readStateMachines, type StateMachineModel } from './workflow.ts';

/** Everything a local environment reads from the synthesized stacks. */
export interface EnvironmentModel {
  readonly buckets: readonly BucketModel[];
  readonly tables: readonly TableDefinition[];
  readonly secrets: readonly SecretDefinition[];
  readonly functions: readonly FunctionModel[];
  readonly stateMachines: readonly StateMachineModel[];
  readonly topics: readonly TopicModel[];
  readonly rules: readonly RuleModel[];
  readonly endpoints: readonly EndpointModel[];
  readonly api: ApiModel;
  readonly identity: IdentityModel;
}

/** Web addresses of the local environment, which replace those of a deployment. */
export interface EnvironmentOrigins {
  readonly api: string;
  readonly web: string;
}

/** The web origin in the synthesized templates. Every use of it becomes the local one. */
export const synthesizedWebOrigin = 'https://web.gen3d.invalid';

/**
 * Reads the model of a local environment from the stacks of one assembly.
 * @throws AssemblyError with the resource and the path
 */
export function readModel(
  stacks: readonly Stack[],
  location: { region: string; accountId: string },
  origins: EnvironmentOrigins,
): EnvironmentModel {
  const resources = new Resources(stacks, location, originsOf(stacks, location, origins));
  return {
    buckets: readBuckets(resources),
    tables: readTables(resources),
    secrets: readSecrets(resources),
    functions: readFunctions(resources),
    stateMachines: readStateMachines(resources),
    topics: readTopics(resources),
    rules: readRules(resources),
    endpoints: readEndpoints(resources),
    api: readApi(resources),
    identity: readIdentity(resources),
  };
}

function originsOf(
  stacks: readonly Stack[],
  location: { region: string; accountId: string },
  { api, web }: EnvironmentOrigins,
): Origins {
  const { id } = readApi(new Resources(stacks, location));
  return [
    [`https://${id}.execute-api.${location.region}.amazonaws.com`, api],
    [synthesizedWebOrigin, web],
  ];
}
