import { copyFileSync, existsSync } from 'node:fs';
import { basename, join } from 'node:path';
import { z } from 'zod';
import type { Resource, Template } from '#local/environment/assembly/template.ts';
import { type Assembly, type Change, idsOf } from './changes.ts';

const lambda = join(import.meta.dirname, 'lambda');

/** Adds an `index.mjs` that imports the bundle, since MiniStack does not find `index.cjs`. */
export const handlersInCommonJs: Change = {
  what: 'An `index.mjs` of one line is added to each handler and imports `index.cjs`.',
  reason: "Lambda's Node finds `index.cjs`. MiniStack looks only for `.js` and `.mjs`.",
  apply: (template, assembly) =>
    bundled(template, assembly).flatMap(({ id, folder }) => {
      if (!existsSync(join(folder, 'index.cjs'))) return [];
      copyFileSync(join(lambda, 'index.mjs'), join(folder, 'index.mjs'));
      return [id];
    }),
};

/** Wraps each API handler to turn the flat claims into an object. */
export const claimsAsObject: Change = {
  what: 'A wrapper of each API handler puts the claims where API Gateway puts them.',
  reason: 'A Lambda authorizer can pass only flat text. A Cognito authorizer passes an object.',
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

/** Integrations of the authorized methods, as JSON. */
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

/** Functions with the folder of their code, which has the same hash as the S3 object. */
function bundled(template: Template, { folder }: Assembly): BundledFunction[] {
  return idsOf(template, 'AWS::Lambda::Function').flatMap((id) => {
    const resource = template.Resources[id];
    const code = Bundled.safeParse(resource?.Properties);
    if (resource === undefined || !code.success) return [];
    return [{ id, resource, folder: join(folder, `asset.${basename(code.data.Code.S3Key, '.zip')}`) }];
  });
}
