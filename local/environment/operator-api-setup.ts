import { S3Client } from '@aws-sdk/client-s3';
import { z } from 'zod';
import type { Authorize } from '../emulators/api-gateway/authorizer.ts';
import type { Credentials } from '../emulators/service.ts';
import { AssemblyError } from '../errors.ts';
import type { Functions } from '../functions/functions.ts';
import { type OperatorApi, operatorApi } from '../operator-api/operator-api.ts';
import { createMaskSubmitter } from '../operator-api/submit-mask.ts';
import type { StepFunctionsService } from '../step-functions/index.ts';
import type { EnvironmentModel } from './assembly/model.ts';
import { location } from './assembly/read-assembly.ts';

export interface OperatorApiDependencies {
  readonly model: EnvironmentModel;
  readonly credentials: Credentials;
  readonly addressOf: (service: 's3') => string;
  readonly authorize: Authorize;
  readonly functions: Functions;
  readonly stepFunctions: StepFunctionsService;
}

const Settings = z.object({ S3_BUCKET: z.string(), MAX_MASK_BYTES: z.coerce.number() });

/** Creates the operator API. The template defines the operators' group and the functions behind it. */
export function createOperatorApi(at: OperatorApiDependencies, running: AsyncDisposableStack): OperatorApi {
  const { model, credentials, functions, stepFunctions } = at;
  const s3 = new S3Client({
    endpoint: at.addressOf('s3'),
    region: location.region,
    credentials: { ...credentials },
    forcePathStyle: true,
  });
  running.defer(() => s3.destroy());
  const { S3_BUCKET, MAX_MASK_BYTES } = Settings.parse(
    Object.assign({}, ...model.functions.map((one) => one.environment)),
  );
  const reconstruct = reconstructOf(model);
  const perform = stepFunctions.perform;
  const submitMask = createMaskSubmitter({
    stateMachineArn: model.stateMachines[0]?.arn ?? '',
    bucket: S3_BUCKET,
    s3,
    perform,
    reconstruct: (payload) => functions.call(reconstruct, payload),
  });
  const group = model.identity.groups[0] ?? 'operators';
  return operatorApi({ authorize: at.authorize, group, perform, submitMask, maxMaskBytes: MAX_MASK_BYTES });
}

/** The name of the function behind `POST /reconstruct`. @throws AssemblyError */
function reconstructOf({ api }: EnvironmentModel): string {
  const route = api.routes.find(({ method, path }) => method === 'POST' && path === '/reconstruct');
  if (route?.integration.kind === 'function') return route.integration.functionName;
  throw new AssemblyError('there is no route POST /reconstruct.', 'the API');
}
