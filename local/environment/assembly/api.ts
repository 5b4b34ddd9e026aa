import { z } from 'zod';
import { AssemblyError } from '../../errors.ts';
import { functionNameOf } from '../../functions/call.ts';
import type { Found, Resources } from './resources.ts';

export interface RouteModel {
  readonly method: string;
  /** In API Gateway's form: `/status/{job_id}`. */
  readonly path: string;
  /** ID of the API Gateway resource, for the request context. */
  readonly resourceId: string;
  /** Whether the route needs an ID token of the user pool. */
  readonly signedIn: boolean;
  readonly integration:
    | { readonly kind: 'function'; readonly functionName: string; readonly timeoutMs: number }
    | {
        readonly kind: 'mock';
        readonly statusCode: number;
        readonly headers: Readonly<Record<string, string>>;
      };
}
export interface GatewayResponseModel {
  readonly type: string;
  readonly statusCode: number | undefined;
  readonly headers: Readonly<Record<string, string>>;
  /** Body template for application/json. */
  readonly template: string | undefined;
}
export interface ApiModel {
  readonly id: string;
  readonly stage: string;
  readonly throttling: { readonly perSecond: number; readonly burst: number };
  readonly routes: readonly RouteModel[];
  readonly gatewayResponses: readonly GatewayResponseModel[];
}

const strings = z.record(z.string(), z.string());
const ResourceProperties = z.object({ ParentId: z.string(), PathPart: z.string() });
const Integration = z.object({
  Type: z.string(),
  Uri: z.string().optional(),
  TimeoutInMillis: z.coerce.number().default(29_000),
  IntegrationResponses: z
    .array(z.object({ StatusCode: z.coerce.number(), ResponseParameters: strings.default({}) }))
    .default([]),
});
/** Without request validators and models: the functions validate every request with the same contracts. */
const MethodProperties = z.object({
  HttpMethod: z.string(),
  ResourceId: z.string(),
  AuthorizationType: z.string().default('NONE'),
  Integration,
});
const StageProperties = z.object({
  StageName: z.string(),
  MethodSettings: z
    .array(
      z.object({
        ThrottlingRateLimit: z.coerce.number().optional(),
        ThrottlingBurstLimit: z.coerce.number().optional(),
      }),
    )
    .default([]),
});
const ResponseProperties = z.object({
  ResponseType: z.string(),
  StatusCode: z.coerce.number().optional(),
  ResponseParameters: strings.default({}),
  ResponseTemplates: strings.default({}),
});

/** Reads the REST API: its routes and its gateway responses. */
export function readApi(resources: Resources): ApiModel {
  const api = resources.onlyOne('AWS::ApiGateway::RestApi', z.object({}));
  const stage = resources.onlyOne('AWS::ApiGateway::Stage', StageProperties);
  const [settings] = stage.properties.MethodSettings;
  const paths = readPaths(resources, api.physical.attributes.RootResourceId ?? '');
  return {
    id: api.physical.ref,
    stage: stage.properties.StageName,
    throttling: {
      perSecond: settings?.ThrottlingRateLimit ?? 10_000,
      burst: settings?.ThrottlingBurstLimit ?? 5_000,
    },
    routes: resources
      .ofType('AWS::ApiGateway::Method', MethodProperties)
      .map((method) => readRoute(method, paths)),
    gatewayResponses: resources
      .ofType('AWS::ApiGateway::GatewayResponse', ResponseProperties)
      .map(({ properties }) => ({
        type: properties.ResponseType,
        statusCode: properties.StatusCode,
        headers: literalHeaders(properties.ResponseParameters, 'gatewayresponse.header.'),
        template: properties.ResponseTemplates['application/json'],
      })),
  };
}

/** Path of every resource by its id. */
function readPaths(resources: Resources, rootId: string): Map<string, string> {
  const found = resources.ofType('AWS::ApiGateway::Resource', ResourceProperties);
  const byId = new Map(found.map(({ physical, properties }) => [physical.ref, properties]));
  const pathOf = (id: string): string => {
    const resource = byId.get(id);
    return resource === undefined ? '' : `${pathOf(resource.ParentId)}/${resource.PathPart}`;
  };
  return new Map([
    [rootId, '/'],
    ...found.map(({ physical: { ref } }): [string, string] => [ref, pathOf(ref)]),
  ]);
}

function readRoute(
  { logicalId, stack, properties }: Found<z.infer<typeof MethodProperties>>,
  paths: ReadonlyMap<string, string>,
): RouteModel {
  const where = `${stack.name}/${logicalId}`;
  const path = paths.get(properties.ResourceId);
  if (path === undefined)
    throw new AssemblyError(`resource ${properties.ResourceId} does not exist`, `${where}.ResourceId`);
  return {
    method: properties.HttpMethod,
    path,
    resourceId: properties.ResourceId,
    signedIn: readAuthorization(properties.AuthorizationType, where),
    integration: readIntegration(properties.Integration, where),
  };
}

function readAuthorization(type: string, where: string): boolean {
  if (type === 'COGNITO_USER_POOLS') return true;
  if (type === 'NONE') return false;
  throw new AssemblyError(`authorization ${type} is not supported`, `${where}.AuthorizationType`);
}

function readIntegration(integration: z.infer<typeof Integration>, where: string): RouteModel['integration'] {
  const { Type, Uri, TimeoutInMillis, IntegrationResponses } = integration;
  const arn = /functions\/(arn:[^/]+)\/invocations$/.exec(Uri ?? '')?.[1];
  if (Type === 'AWS_PROXY' && arn !== undefined) {
    return { kind: 'function', functionName: functionNameOf(arn), timeoutMs: TimeoutInMillis };
  }
  const [answer] = IntegrationResponses;
  if (Type === 'MOCK' && answer !== undefined) {
    const headers = literalHeaders(answer.ResponseParameters, 'method.response.header.');
    return { kind: 'mock', statusCode: answer.StatusCode, headers };
  }
  throw new AssemblyError(`integration ${Type} is not supported`, `${where}.Integration`);
}

/** Header mappings with literal values: `'text'` in single quotes. */
function literalHeaders(
  parameters: Readonly<Record<string, string>>,
  prefix: string,
): Record<string, string> {
  return Object.fromEntries(
    Object.entries(parameters).flatMap(([name, value]) => {
      const literal = /^'(.*)'$/.exec(value)?.[1];
      return name.startsWith(prefix) && literal !== undefined ? [[name.slice(prefix.length), literal]] : [];
    }),
  );
}
