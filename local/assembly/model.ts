import type { TableDefinition } from '../services/dynamodb/expiry.ts';
import type { SecretDefinition } from '../services/secrets.ts';
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

/** Everything that the home needs to know of the synthesized stacks. */
export interface HomeModel {
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

/** Web addresses of the home, which stand where a deployment would have its own. */
export interface HomeOrigins {
  readonly api: string;
  readonly web: string;
}

/** The web origin that the home is synthesized with; every use of it becomes the home's own. */
export const synthesizedWebOrigin = 'https://web.gen3d.invalid';

/**
 * Reads the home's model from the stacks of one assembly.
 * @throws AssemblyError naming resource and path
 */
export function readModel(
  stacks: readonly Stack[],
  place: { region: string; accountId: string },
  origins: HomeOrigins,
): HomeModel {
  const resources = new Resources(stacks, place, originsOf(stacks, place, origins));
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
  place: { region: string; accountId: string },
  { api, web }: HomeOrigins,
): Origins {
  const { id } = readApi(new Resources(stacks, place));
  return [
    [`https://${id}.execute-api.${place.region}.amazonaws.com`, api],
    [synthesizedWebOrigin, web],
  ];
}
