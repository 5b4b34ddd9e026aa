import { copyFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { buildSync } from 'esbuild';
import { z } from 'zod';
import type { Template } from '#local/assembly/template.ts';
import { type Assembly, type Change, idsOf } from './changes.ts';

const lambda = join(import.meta.dirname, 'lambda');
const functionId = 'MiniStackAuthorizer';
const reason = 'MiniStack lets every request pass a Cognito authorizer, and hands no claims on.';

/** A Lambda authorizer, which MiniStack does enforce, verifies the token in the Cognito authorizer's place. */
export const lambdaAuthorizer: Change = {
  what: 'the Cognito authorizer is a Lambda authorizer that verifies the same ID token',
  reason,
  apply: (template) => {
    const ids = idsOf(template, 'AWS::ApiGateway::Authorizer');
    for (const id of ids) standIn(template, id);
    if (ids.length > 0)
      for (const method of idsOf(template, 'AWS::ApiGateway::Method')) guard(template, method);
    return ids;
  },
};

/** A few lines around each handler of the API make an object of the claims, which come as flat text. */
export const claimsAsObject: Change = {
  what: 'a few lines around each handler of the API put the claims where API Gateway puts them',
  reason: 'A Lambda authorizer may hand on flat text only, a Cognito authorizer hands on an object.',
  apply: (template, assembly) => {
    const ids = integrated(template);
    for (const id of ids) wrap(template, id, assembly);
    return ids;
  },
};

const Authorizer = z.looseObject({ ProviderARNs: z.array(z.unknown()).min(1) });

function standIn(template: Template, id: string): void {
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

/** Functions that methods behind an authorizer lead to. */
function integrated(template: Template): string[] {
  const functions = idsOf(template, 'AWS::Lambda::Function').filter((id) => id !== functionId);
  const methods = idsOf(template, 'AWS::ApiGateway::Method').flatMap((id) => template.Resources[id] ?? []);
  const guarded = methods.filter(({ Properties }) => Properties.AuthorizationType === 'CUSTOM');
  const uris = guarded.map(({ Properties }) => JSON.stringify(Properties.Integration));
  return functions.filter((id) => uris.some((uri) => uri.includes(`"Fn::GetAtt":["${id}","Arn"]`)));
}

const Bundled = z.looseObject({ Code: z.looseObject({ S3Key: z.string().endsWith('.zip') }) });

function wrap(template: Template, id: string, { folder }: Assembly): void {
  const resource = template.Resources[id];
  if (resource === undefined) return;
  // CDK names the folder of an asset by the same hash as its object.
  const { S3Key } = Bundled.parse(resource.Properties).Code;
  const asset = join(folder, `asset.${basename(S3Key, '.zip')}`);
  copyFileSync(join(lambda, 'with-claims.mjs'), join(asset, 'with-claims.mjs'));
  resource.Properties.Handler = 'with-claims.handler';
}
