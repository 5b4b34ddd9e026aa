import { join } from 'node:path';
import { buildSync } from 'esbuild';
import { z } from 'zod';
import type { Template } from '#local/environment/assembly/template.ts';
import { type Change, idsOf } from './changes.ts';

const lambda = join(import.meta.dirname, 'lambda');
const functionId = 'MiniStackAuthorizer';
const reason = 'With a Cognito authorizer, MiniStack accepts every request and passes no claims.';

/** Replaces the Cognito authorizer with a Lambda authorizer, which MiniStack enforces. */
export const lambdaAuthorizer: Change = {
  what: 'A Lambda authorizer replaces the Cognito authorizer and verifies the same ID token.',
  reason,
  apply: (template) => {
    const ids = idsOf(template, 'AWS::ApiGateway::Authorizer');
    for (const id of ids) replaceAuthorizer(template, id);
    if (ids.length > 0)
      for (const method of idsOf(template, 'AWS::ApiGateway::Method')) guard(template, method);
    return ids;
  },
};

const Authorizer = z.looseObject({ ProviderARNs: z.array(z.unknown()).min(1) });

function replaceAuthorizer(template: Template, id: string): void {
  const resource = template.Resources[id];
  if (resource === undefined) return;
  const { ProviderARNs, ...rest } = Authorizer.parse(resource.Properties);
  const arn = { 'Fn::GetAtt': [functionId, 'Arn'] };
  const path = ['arn:aws:apigateway:', { Ref: 'AWS::Region' }, ':lambda:path/2015-03-31/functions/', arn];
  resource.Properties = {
    ...rest,
    Type: 'TOKEN',
    AuthorizerUri: { 'Fn::Join': ['', [...path, '/invocations']] },
    IdentitySource: 'method.request.header.Authorization',
    AuthorizerResultTtlInSeconds: 0,
  };
  template.Resources[functionId] = {
    Type: 'AWS::Lambda::Function',
    Properties: {
      FunctionName: 'gen3d-ministack-authorizer',
      Runtime: 'nodejs24.x',
      Handler: 'index.handler',
      Timeout: 15,
      Code: { ZipFile: bundle() },
      Environment: { Variables: { USER_POOL_ARN: ProviderARNs[0] } },
    },
  };
}

function bundle(): string {
  const { outputFiles } = buildSync({
    entryPoints: [join(lambda, 'authorizer.ts')],
    ...{ bundle: true, write: false, minify: true, platform: 'node', format: 'cjs', target: 'node24' },
  });
  return outputFiles[0]?.text ?? '';
}

function guard(template: Template, id: string): void {
  const { Properties } = template.Resources[id] ?? {};
  if (Properties?.AuthorizationType === 'COGNITO_USER_POOLS') Properties.AuthorizationType = 'CUSTOM';
}
