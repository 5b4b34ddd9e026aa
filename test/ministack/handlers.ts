import { copyFileSync, existsSync } from 'node:fs';
import { basename, join } from 'node:path';
import { z } from 'zod';
import type { Resource, Template } from '#local/assembly/template.ts';
import { type Assembly, type Change, idsOf } from './changes.ts';

const lambda = join(import.meta.dirname, 'lambda');

/** A file of one line leads to a bundle that MiniStack would not find. */
export const handlersInCommonJs: Change = {
  what: 'a file `index.mjs` of one line lies beside each handler `index.cjs`',
  reason: "Lambda's Node finds `index.cjs`, MiniStack looks for `.js` and `.mjs` only.",
  apply: (template, assembly) =>
    bundled(template, assembly).flatMap(({ id, folder }) => {
      if (!existsSync(join(folder, 'index.cjs'))) return [];
      copyFileSync(join(lambda, 'index.mjs'), join(folder, 'index.mjs'));
      return [id];
    }),
};

/** A few lines around each handler of the API make an object of the claims, which come as flat text. */
export const claimsAsObject: Change = {
  what: 'a few lines around each handler of the API put the claims where API Gateway puts them',
  reason: 'A Lambda authorizer may hand on flat text only, a Cognito authorizer hands on an object.',
  apply: (template, assembly) => {
    const targets = guardedIntegrations(template);
    const wrapped = bundled(template, assembly).filter(({ id }) =>
      targets.some((target) => target.includes(`"Fn::GetAtt":["${id}","Arn"]`)),
    );
    for (const { folder, resource } of wrapped) {
      copyFileSync(join(lambda, 'with-claims.mjs'), join(folder, 'with-claims.mjs'));
      resource.Properties.Handler = 'with-claims.handler';
    }
    return wrapped.map(({ id }) => id);
  },
};

/** Integrations of the methods that ask an authorizer, as JSON. */
function guardedIntegrations(template: Template): string[] {
  const methods = idsOf(template, 'AWS::ApiGateway::Method').flatMap((id) => template.Resources[id] ?? []);
  const guarded = methods.filter(({ Properties }) => Properties.AuthorizationType === 'CUSTOM');
  return guarded.map(({ Properties }) => JSON.stringify(Properties.Integration));
}

const Bundled = z.looseObject({ Code: z.looseObject({ S3Key: z.string().endsWith('.zip') }) });

interface BundledFunction {
  readonly id: string;
  readonly resource: Resource;
  readonly folder: string;
}

/** Functions with their code's folder; CDK names that by the same hash as its object. */
function bundled(template: Template, { folder }: Assembly): BundledFunction[] {
  return idsOf(template, 'AWS::Lambda::Function').flatMap((id) => {
    const resource = template.Resources[id];
    const code = Bundled.safeParse(resource?.Properties);
    if (resource === undefined || !code.success) return [];
    return [{ id, resource, folder: join(folder, `asset.${basename(code.data.Code.S3Key, '.zip')}`) }];
  });
}
