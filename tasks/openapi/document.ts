import { isDeepStrictEqual } from 'node:util';
import * as z from 'zod/mini';
import { ErrorBody } from '#contracts/api.ts';
import { type Route, routes } from '#tasks/manifest.ts';

type Json = Record<string, unknown>;

/** Errors that the gateway or a broken service may answer with on any route. */
const commonErrors = [413, 429, 500, 503, 504];
const signedInErrors = [401, 403];

const meanings: Readonly<Record<number, string>> = {
  400: 'The request is invalid. The message says what to change',
  401: 'No valid ID token',
  403: 'Not allowed for this account',
  404: 'It does not exist, or belongs to another user',
  409: 'Not possible in the current state of the session. The message says what to do',
  410: 'It has expired',
  413: 'Body, URL or headers are too large',
  429: 'Too many requests',
  500: 'Something went wrong on our side',
  503: 'A service that Gen3D needs is unavailable',
  504: 'The request took too long',
};

/** The API as an OpenAPI 3.1 document, made from the contracts that the handlers parse with. */
export function openApiDocument(): Json {
  const paths: Record<string, Json> = {};
  for (const route of routes) {
    paths[route.path] = { ...paths[route.path], [route.method]: operation(route) };
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Gen3D',
      version: '1.0.0',
      description: 'Turn one photo into a 3D model. Every session is one execution.',
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    paths,
    components: {
      schemas: { Error: jsonSchema(ErrorBody, 'output') },
      securitySchemes: {
        idToken: {
          type: 'http',
          scheme: 'bearer',
          bearerFormat: 'JWT',
          description: 'The ID token of the user pool. Access tokens are rejected.',
        },
      },
    },
  };
}

function operation(route: Route): Json {
  const { id, summary, request, parameters = [], signedIn } = route;
  return {
    operationId: id,
    summary,
    security: signedIn ? [{ idToken: [] }] : [],
    ...(parameters.length > 0 && { parameters: parameters.flatMap(parameterList) }),
    ...(request && {
      requestBody: {
        required: true,
        content: { 'application/json': { schema: jsonSchema(request, 'input') } },
      },
    }),
    responses: responses(route),
  };
}

function parameterList({ in: place, contract }: NonNullable<Route['parameters']>[number]): Json[] {
  return Object.entries(contract.shape).map(([name, schema]) => ({
    name,
    in: place,
    required: place === 'path',
    schema: jsonSchema(schema, 'output'),
  }));
}

function responses({ success, errors, signedIn }: Route): Json {
  const own = signedIn ? [...errors, ...signedInErrors] : errors;
  const statuses = [...own, ...commonErrors].sort((a, b) => a - b);
  const failures = statuses.map((status) => [
    status,
    {
      description: meanings[status] ?? 'An error',
      content: { 'application/json': { schema: { $ref: '#/components/schemas/Error' } } },
    },
  ]);
  return { [success.status]: successResponse(success), ...Object.fromEntries(failures) };
}

function successResponse({ status, description, body }: Route['success']): Json {
  if (status === 302) {
    const location = { required: true, schema: { type: 'string', format: 'uri' } };
    return { description, headers: { Location: location } };
  }
  return {
    description,
    ...(body && { content: { 'application/json': { schema: jsonSchema(body, 'output') } } }),
  };
}

/** JSON Schema 2020-12, as OpenAPI 3.1 takes it, without the mark of the dialect. */
function jsonSchema(contract: z.core.$ZodType, io: 'input' | 'output'): Json {
  const { $schema: _, ...schema } = z.toJSONSchema(contract, {
    io,
    target: 'draft-2020-12',
    override: plainPairs,
  });
  return schema;
}

/** A tuple of equal items is a list of fixed length: `prefixItems` alone sets no length, and not all tools read it. */
function plainPairs({ jsonSchema }: { jsonSchema: z.core.JSONSchema.BaseSchema }): void {
  const { prefixItems: [first, ...others] = [] } = jsonSchema;
  const isPlain = others.every((other) => isDeepStrictEqual(other, first));
  if (first === undefined || !isPlain) return;
  const length = others.length + 1;
  Object.assign(jsonSchema, { items: first, minItems: length, maxItems: length });
  delete jsonSchema.prefixItems;
}
