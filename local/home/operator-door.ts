import { S3Client } from '@aws-sdk/client-s3';
import { z } from 'zod';
import type { HomeModel } from '../assembly/model.ts';
import { place } from '../assembly.ts';
import { AssemblyError } from '../errors.ts';
import type { Functions } from '../functions/functions.ts';
import { type OperatorDoor, operatorDoor } from '../operator/door.ts';
import { maskGiver } from '../operator/give-mask.ts';
import type { Authorize } from '../services/api-gateway/authorizer.ts';
import type { Credentials } from '../services/service.ts';
import type { StepFunctionsService } from '../step-functions/index.ts';

export interface DoorSurroundings {
  readonly model: HomeModel;
  readonly credentials: Credentials;
  readonly addressOf: (service: 's3') => string;
  readonly authorize: Authorize;
  readonly functions: Functions;
  readonly stepFunctions: StepFunctionsService;
}

const Settings = z.object({ S3_BUCKET: z.string(), MAX_MASK_BYTES: z.coerce.number() });

/** The operators' door of a home: whom it lets in and what is behind it follow from the template. */
export function openOperatorDoor(at: DoorSurroundings, running: AsyncDisposableStack): OperatorDoor {
  const { model, credentials, functions, stepFunctions } = at;
  const s3 = new S3Client({
    endpoint: at.addressOf('s3'),
    region: place.region,
    credentials: { ...credentials },
    forcePathStyle: true,
  });
  running.defer(() => s3.destroy());
  const { S3_BUCKET, MAX_MASK_BYTES } = Settings.parse(
    Object.assign({}, ...model.functions.map((one) => one.environment)),
  );
  const reconstruct = reconstructOf(model);
  const perform = stepFunctions.perform;
  const giveMask = maskGiver({
    stateMachineArn: model.stateMachines[0]?.arn ?? '',
    bucket: S3_BUCKET,
    s3,
    perform,
    reconstruct: (payload) => functions.call(reconstruct, payload),
  });
  const group = model.identity.groups[0] ?? 'operators';
  return operatorDoor({ authorize: at.authorize, group, perform, giveMask, maxMaskBytes: MAX_MASK_BYTES });
}

/** Name of the function behind `POST /reconstruct`. @throws AssemblyError */
function reconstructOf({ api }: HomeModel): string {
  const route = api.routes.find(({ method, path }) => method === 'POST' && path === '/reconstruct');
  if (route?.integration.kind === 'function') return route.integration.functionName;
  throw new AssemblyError('it has no route POST /reconstruct.', 'the API');
}
