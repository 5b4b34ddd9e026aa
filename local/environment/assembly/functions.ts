import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { AssemblyError } from '../../errors.ts';
import { functionNameOf } from '../../functions/call.ts';
import type { Found, Resources } from './resources.ts';

export interface FunctionModel {
  readonly name: string;
  readonly arn: string;
  /** Module of the bundle and name of the exported handler. */
  readonly file: string;
  readonly handler: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly memoryMb: number;
  readonly timeoutSeconds: number;
  /** Undefined: shares the account's concurrency. */
  readonly reservedConcurrency: number | undefined;
  /** Maximum retries and age of an asynchronous call. */
  readonly retries: number;
  readonly maximumAgeSeconds: number;
}

const FunctionProperties = z.object({
  Handler: z.string().regex(/^[^.]+\.[^.]+$/, 'is not module.export'),
  Code: z.object({ S3Key: z.string() }),
  MemorySize: z.coerce.number().default(128),
  Timeout: z.coerce.number().default(3),
  ReservedConcurrentExecutions: z.coerce.number().optional(),
  Environment: z.object({ Variables: z.record(z.string(), z.coerce.string()).default({}) }).optional(),
});

const AsyncProperties = z.object({
  FunctionName: z.string(),
  MaximumRetryAttempts: z.coerce.number().default(2),
  MaximumEventAgeInSeconds: z.coerce.number().default(21_600),
});

/** Reads the project's functions. CDK's helper functions (custom resources) are skipped. */
export function readFunctions(resources: Resources): FunctionModel[] {
  const asynchronous = resources.ofType('AWS::Lambda::EventInvokeConfig', AsyncProperties);
  return resources.ofType('AWS::Lambda::Function', FunctionProperties).flatMap((found) => {
    const config = asynchronous.find(
      ({ properties }) => functionNameOf(properties.FunctionName) === found.physical.ref,
    );
    const helper = found.logicalId.startsWith('Custom') || found.logicalId.startsWith('LogRetention');
    return helper ? [] : [functionModel(found, config?.properties)];
  });
}

function functionModel(
  { logicalId, stack, physical, properties }: Found<z.infer<typeof FunctionProperties>>,
  asynchronous: z.infer<typeof AsyncProperties> | undefined,
): FunctionModel {
  const folder = stack.assets.get(properties.Code.S3Key);
  if (folder === undefined) {
    throw new AssemblyError('the bundle is not an asset of this assembly', `${stack.name}/${logicalId}.Code`);
  }
  const [module = '', handler = ''] = properties.Handler.split('.');
  const file = ['.mjs', '.js', '.cjs'].map((ending) => join(folder, module + ending)).find(existsSync);
  if (file === undefined) {
    throw new AssemblyError(`the bundle has no module ${module}`, `${stack.name}/${logicalId}.Handler`);
  }
  return {
    name: physical.ref,
    arn: physical.attributes.Arn ?? physical.ref,
    file,
    handler,
    environment: properties.Environment?.Variables ?? {},
    memoryMb: properties.MemorySize,
    timeoutSeconds: properties.Timeout,
    reservedConcurrency: properties.ReservedConcurrentExecutions,
    retries: asynchronous?.MaximumRetryAttempts ?? 2,
    maximumAgeSeconds: asynchronous?.MaximumEventAgeInSeconds ?? 21_600,
  };
}
