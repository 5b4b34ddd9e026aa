import { UserPool } from 'aws-cdk-lib/aws-cognito';
import { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { SettingsInput } from '#infra/config.ts';
import { requestSchema } from '#infra/constructs/request-models.ts';
import { SessionApi } from '#infra/constructs/session-api.ts';
import { type Route, routes } from '#tasks/manifest.ts';
import { alone, ofType, only, type Synthesized, synthesized } from './stacks.ts';

/** Keywords of JSON Schema draft 4 that API Gateway supports. */
const keywords = new Set([
  '$schema',
  'type',
  'properties',
  'required',
  'additionalProperties',
  'enum',
  'pattern',
  'minLength',
  'maxLength',
  'minimum',
  'maximum',
  'oneOf',
  'default',
]);

let assembly: Synthesized;

beforeAll(async () => {
  assembly = await synthesized();
}, 300_000);

const withBody = routes.flatMap((route) => (route.request ? [[route.id, route.request] as const] : []));

/** Keywords of a schema and its nested schemas. */
function used(schema: unknown): string[] {
  if (Array.isArray(schema)) return schema.flatMap(used);
  if (schema === null || typeof schema !== 'object') return [];
  return Object.entries(schema).flatMap(([name, value]) => {
    if (name === 'properties') return [name, ...Object.values(value ?? {}).flatMap(used)];
    return [name, ...(name === 'default' ? [] : used(value))];
  });
}

const id = fc.stringMatching(/^[A-Za-z0-9_-]{1,64}$/);
const text = fc.oneof(id, fc.string({ maxLength: 1_100 }));
const bodies = fc.oneof(
  fc.record(
    {
      session_id: text,
      image_s3_key: text,
      mask_s3_key: text,
      quality: fc.constantFrom('low', 'medium', 'high', 'best'),
      seed: fc.oneof(fc.nat(), fc.double(), fc.constant(-1), fc.constant(0x1_0000_0000)),
      kind: fc.constantFrom('photo', 'mask', 'copy', 'video'),
      content_type: fc.constantFrom('image/jpeg', 'image/png', 'image/gif'),
      copy_of: fc.stringMatching(/^[0-9a-zA-Z-]{0,90}$/),
      more: fc.anything(),
    },
    { requiredKeys: [] },
  ),
  fc.jsonValue(),
);

describe('the gateway', () => {
  it.each(withBody)('validates the body of %s with keywords that it supports', (name, contract) => {
    const models = ofType(assembly, 'AWS::ApiGateway::Model', 'Gen3D-Session').map(
      ([, { Properties }]) => Properties,
    );

    expect(models).toContainEqual(
      expect.objectContaining({
        Name: `${name}Request`,
        ContentType: 'application/json',
        Schema: requestSchema(contract),
      }),
    );
    expect(used(requestSchema(contract)).filter((keyword) => !keywords.has(keyword))).toEqual([]);
  });

  it.each(withBody)(
    'takes and refuses the same bodies of %s as the function behind it',
    (_name, contract) => {
      const gateway = z.fromJSONSchema(requestSchema(contract));
      fc.assert(
        fc.property(bodies, (body) => {
          expect(gateway.safeParse(body).success).toBe(contract.safeParse(body).success);
        }),
        { numRuns: 500 },
      );
    },
  );

  it('validates every route, and authorizes all but the download', () => {
    const methods = ofType(assembly, 'AWS::ApiGateway::Method', 'Gen3D-Session')
      .map(([, { Properties }]) => Properties)
      .filter(({ HttpMethod }) => HttpMethod !== 'OPTIONS');

    expect(methods.map(({ OperationName }) => OperationName).sort()).toEqual(
      routes.map((route: Route) => route.id).sort(),
    );
    for (const method of methods) expect(method.RequestValidatorId).toBeDefined();
    const open = methods.filter(({ AuthorizationType }) => AuthorizationType !== 'COGNITO_USER_POOLS');
    expect(open.map(({ OperationName }) => OperationName)).toEqual(['download']);
  });

  it('keeps download tokens out of access logs, execution logs and traces', () => {
    const stage = only(assembly, 'AWS::ApiGateway::Stage');
    const rules = ofType(assembly, 'AWS::XRay::SamplingRule').map(
      ([, { Properties }]) => Properties.SamplingRule,
    );

    expect(JSON.stringify(stage.AccessLogSetting)).not.toMatch(/\$context\.path|Authorization/);
    expect(stage.MethodSettings).toContainEqual(
      expect.objectContaining({
        ResourcePath: '/~1download~1{ticket}',
        HttpMethod: 'GET',
        LoggingLevel: 'OFF',
      }),
    );
    expect(stage.MethodSettings).toContainEqual(
      expect.objectContaining({ ResourcePath: '/*', LoggingLevel: 'ERROR', DataTraceEnabled: false }),
    );
    expect(rules).toContainEqual(
      expect.objectContaining({ URLPath: '*/download/*', Priority: 1, FixedRate: 0, ReservoirSize: 0 }),
    );
  });

  it('lets browsers cache preflights for two hours, and traces none', () => {
    const preflights = ofType(assembly, 'AWS::ApiGateway::Method', 'Gen3D-Session')
      .map(([, { Properties }]) => Properties)
      .filter(({ HttpMethod }) => HttpMethod === 'OPTIONS');
    const rules = ofType(assembly, 'AWS::XRay::SamplingRule').map(
      ([, { Properties }]) => Properties.SamplingRule,
    );

    expect(preflights.length).toBeGreaterThan(0);
    for (const preflight of preflights)
      expect(preflight).toMatchObject({
        Integration: {
          IntegrationResponses: [
            { ResponseParameters: { 'method.response.header.Access-Control-Max-Age': "'7200'" } },
          ],
        },
      });
    expect(rules).toContainEqual(
      expect.objectContaining({ HTTPMethod: 'OPTIONS', URLPath: '*', FixedRate: 0, ReservoirSize: 0 }),
    );
  });

  it('traces one read in a hundred, with a lower priority than the rule for downloads', () => {
    const rules = ofType(assembly, 'AWS::XRay::SamplingRule').map(
      ([, { Properties }]) => Properties.SamplingRule,
    );

    expect(rules).toContainEqual(
      expect.objectContaining({ HTTPMethod: 'GET', URLPath: '*', Priority: 2, FixedRate: 0.01 }),
    );
  });

  it('has a firewall when the setting is on', () => {
    const api = (settings: SettingsInput) =>
      alone((stack, read) => {
        const userPool = UserPool.fromUserPoolId(stack, 'Users', 'us-east-1_pool');
        const fn = LambdaFunction.fromFunctionArn(stack, 'Any', 'arn:aws:lambda:us-east-1:1:function:any');
        new SessionApi(stack, 'Api', { settings: read, userPool }).addRoutes(() => fn);
      }, settings);
    const guarded = api({ api: { firewall: true } });

    expect(ofType(api({}), 'AWS::WAFv2::WebACLAssociation')).toHaveLength(0);
    expect(ofType(guarded, 'AWS::WAFv2::WebACLAssociation')).toHaveLength(1);
    expect(only(guarded, 'AWS::WAFv2::WebACL')).toMatchObject({
      Scope: 'REGIONAL',
      DefaultAction: { Allow: {} },
    });
  });
});
