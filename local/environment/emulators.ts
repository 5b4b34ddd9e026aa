import { join } from 'node:path';
import type { WebConfig } from '#contracts/web-config.ts';
import { startPreviewModel } from '#preview/server/server.ts';
import { createAuthorizer } from '../emulators/api-gateway/authorizer.ts';
import { startApiGateway } from '../emulators/api-gateway/server.ts';
import { startDynamoDb } from '../emulators/dynamodb/server.ts';
import { startEventBridge } from '../emulators/eventbridge/server.ts';
import { type IdentityService, startIdentity } from '../emulators/identity/server.ts';
import { startLambda } from '../emulators/lambda.ts';
import { startS3 } from '../emulators/s3/server.ts';
import { startSageMaker } from '../emulators/sagemaker/server.ts';
import { startSecrets } from '../emulators/secrets.ts';
import type { Credentials, Service, ServiceOptions } from '../emulators/service.ts';
import { startSes } from '../emulators/ses/server.ts';
import { startSns } from '../emulators/sns.ts';
import { Functions } from '../functions/functions.ts';
import { startStepFunctions } from '../step-functions/index.ts';
import { type Assembly, location } from './assembly/read-assembly.ts';
import { type AwsFiles, awsEnvironment, urlOf } from './aws-config.ts';
import { emailSender } from './email-sender.ts';
import { modelLimits } from './input-settings.ts';
import { createOperatorApi } from './operator-api-setup.ts';
import type { Ports, ServiceName } from './ports.ts';
import { createStartupBarrier } from './startup-barrier.ts';
import { startupError } from './startup-error.ts';
import type { TestHooks } from './test-hooks.ts';
import { webPageOf } from './web-page.ts';

export interface EmulatorsOptions {
  readonly folder: string;
  readonly model: Assembly;
  readonly ports: Ports;
  readonly credentials: Credentials;
  readonly awsFiles: AwsFiles;
  readonly webFolder: string;
  /** Paths of the page's origin that are files elsewhere. */
  readonly publicFiles: ReadonlyMap<string, string>;
  readonly smtpUrl: string | undefined;
  /** Base URL of a real model container. Undefined: the preview model runs. */
  readonly endpointUrl: string | undefined;
  readonly verbose: boolean;
  readonly testHooks: TestHooks;
}

export interface Emulators {
  readonly identity: IdentityService;
  readonly inboxUrl: string;
  readonly webConfig: WebConfig;
}

/**
 * Starts all services, dependencies first. Pending timers and queues resume when all are up.
 * @param running closes the services in reverse order
 * @throws EnvironmentError `PortTaken`, `ServiceFailed`
 */
export async function startEmulators(
  at: EmulatorsOptions,
  running: AsyncDisposableStack,
): Promise<Emulators> {
  const { model, ports, testHooks } = at;
  const start = starter(at, running);
  const addressOf = (service: ServiceName) => {
    const url = urlOf(ports, service);
    return testHooks.addressOf?.(service, url) ?? url;
  };
  const clock = testHooks.now === undefined ? {} : { now: testHooks.now };
  const functions = new Functions({
    functions: model.functions,
    environment: awsEnvironment(addressOf, at.credentials, location.region, at.awsFiles),
    logFolder: join(at.folder, 'logs'),
    compiledFolder: join(model.folder, 'compiled'),
    verbose: at.verbose,
    ...(testHooks.onCall && { onCall: testHooks.onCall }),
    ...(testHooks.onCalled && { onCalled: testHooks.onCalled }),
  });
  running.defer(() => functions.close());
  const barrier = createStartupBarrier(testHooks.deliver?.(functions.invoke) ?? functions.invoke);

  await start('s3', (options) => startS3({ ...options, buckets: model.buckets }));
  await start('dynamodb', (options) => startDynamoDb({ ...options, ...clock, tables: model.tables }));
  await start('secrets', (options) => startSecrets({ ...options, secrets: model.secrets }));
  const ses = await start('inbox', (options) =>
    startSes({ ...options, ...(at.smtpUrl !== undefined && { smtpUrl: at.smtpUrl }) }),
  );
  await start('lambda', (options) => startLambda({ ...options, functions }));
  const sns = await start('sns', (options) =>
    startSns({ ...options, topics: model.topics, invoke: barrier.invoke }),
  );
  if (at.endpointUrl === undefined) await start('model', previewModel(at, addressOf));
  await start('sagemaker', (options) =>
    startSageMaker({
      ...options,
      endpoints: model.endpoints,
      modelUrl: at.endpointUrl ?? addressOf('model'),
      s3Url: addressOf('s3'),
      publish: sns.publish,
    }),
  );
  const events = await start('eventbridge', (options) =>
    startEventBridge({ ...options, rules: model.rules, invoke: barrier.invoke }),
  );
  const stepFunctions = await start('stepFunctions', (options) =>
    startStepFunctions({
      ...options,
      paused: true,
      stateMachines: model.stateMachines,
      endpoints: endpointsOf(addressOf),
      ...clock,
      onStatusChange: async (event) => {
        const { source, detail, resources, time } = event;
        events.put({ source, detailType: event['detail-type'], detail, resources, time: Date.parse(time) });
      },
    }),
  );
  const identity = await start('identity', (options) =>
    startIdentity({
      ...options,
      model: model.identity,
      webOrigin: urlOf(ports, 'api'),
      sendEmail: emailSender(urlOf(ports, 'inbox'), at.credentials, model.functions),
    }),
  );
  const authorize = createAuthorizer({
    issuer: identity.url,
    jwksUri: identity.jwksUri,
    knownKeys: identity.publicKeys,
    audience: identity.clientId,
  });
  const web = webPageOf({ ...at, identity });
  await start('api', (options) =>
    startApiGateway({
      ...options,
      api: model.api,
      authorize,
      call: (name, payload) => functions.call(name, payload),
      web,
      operators: createOperatorApi({ ...at, addressOf, authorize, functions, stepFunctions }, running),
    }),
  );
  barrier.open();
  stepFunctions.resume();
  return { identity, inboxUrl: ses.inboxUrl, webConfig: web.config };
}

/** Returns a function that starts a service with its folder and port, and registers its close. */
function starter({ folder, ports, credentials }: EmulatorsOptions, running: AsyncDisposableStack) {
  return async <S extends Service>(
    name: ServiceName,
    start: (options: ServiceOptions) => Promise<S>,
  ): Promise<S> => {
    const options = { folder: join(folder, name), port: ports[name], credentials, ...location };
    try {
      const service = await start(options);
      running.defer(() => service.close());
      return service;
    } catch (error) {
      throw startupError(error, name, options);
    }
  };
}

function previewModel({ model }: EmulatorsOptions, addressOf: (service: ServiceName) => string) {
  return ({ port, region, credentials }: ServiceOptions) =>
    startPreviewModel({
      port,
      s3: { endpoint: addressOf('s3'), region, credentials },
      limits: modelLimits(model.functions),
    });
}

function endpointsOf(addressOf: (service: ServiceName) => string) {
  return {
    dynamodb: addressOf('dynamodb'),
    eventbridge: addressOf('eventbridge'),
    lambda: addressOf('lambda'),
    s3: addressOf('s3'),
    sagemakerruntime: addressOf('sagemaker'),
    secretsmanager: addressOf('secrets'),
    sesv2: addressOf('inbox'),
    sfn: addressOf('stepFunctions'),
    sns: addressOf('sns'),
  };
}
