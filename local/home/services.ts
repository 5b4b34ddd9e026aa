import { join } from 'node:path';
import type { WebConfig } from '#tasks/core/contracts/web-config.ts';
import { type Assembly, place } from '../assembly.ts';
import { Functions } from '../functions/functions.ts';
import { startPreviewModel } from '../preview-model/server.ts';
import { createAuthorizer } from '../services/api-gateway/authorizer.ts';
import { startApiGateway } from '../services/api-gateway.ts';
import { startDynamoDb } from '../services/dynamodb.ts';
import { startEventBridge } from '../services/eventbridge.ts';
import { type IdentityService, startIdentity } from '../services/identity.ts';
import { startLambda } from '../services/lambda.ts';
import { startS3 } from '../services/s3.ts';
import { startSageMaker } from '../services/sagemaker.ts';
import { startSecrets } from '../services/secrets.ts';
import type { Credentials, Service, ServiceOptions } from '../services/service.ts';
import { startSes } from '../services/ses.ts';
import { startSns } from '../services/sns.ts';
import { startStepFunctions } from '../step-functions/index.ts';
import { type AwsFiles, awsEnvironment, urlOf } from './environment.ts';
import { startFailure } from './failure.ts';
import { createGate } from './gate.ts';
import { inputSettings } from './input-settings.ts';
import { mailSender } from './mail-sender.ts';
import { openOperatorDoor } from './operator-door.ts';
import type { Ports, ServiceName } from './ports.ts';
import type { Seams } from './seams.ts';
import { webPageOf } from './web-page.ts';

export interface Surroundings {
  readonly folder: string;
  readonly model: Assembly;
  readonly ports: Ports;
  readonly credentials: Credentials;
  readonly awsFiles: AwsFiles;
  readonly webFolder: string;
  readonly smtpUrl: string | undefined;
  /** Base URL of a real container; the preview model answers when there is none. */
  readonly endpointUrl: string | undefined;
  readonly verbose: boolean;
  readonly seams: Seams;
}

export interface Services {
  readonly identity: IdentityService;
  readonly inboxUrl: string;
  readonly webConfig: WebConfig;
}

/**
 * Starts every service, those first that others call. What was pending when the home stopped (timers, queues)
 * goes on when all of them are up.
 * @param running is told what to close, in the opposite order
 * @throws HomeError `PortTaken`
 */
export async function startServices(at: Surroundings, running: AsyncDisposableStack): Promise<Services> {
  const { model, ports, seams } = at;
  const start = starter(at, running);
  const addressOf = (service: ServiceName) => {
    const url = urlOf(ports, service);
    return seams.addressOf?.(service, url) ?? url;
  };
  const clock = seams.now === undefined ? {} : { now: seams.now };
  const functions = new Functions({
    functions: model.functions,
    environment: awsEnvironment(addressOf, at.credentials, place.region, at.awsFiles),
    logFolder: join(at.folder, 'logs'),
    compiledFolder: join(model.folder, 'compiled'),
    verbose: at.verbose,
    ...(seams.onCall && { onCall: seams.onCall }),
    ...(seams.onCalled && { onCalled: seams.onCalled }),
  });
  running.defer(() => functions.close());
  const gate = createGate(seams.deliver?.(functions.invoke) ?? functions.invoke);

  await start('s3', (options) => startS3({ ...options, buckets: model.buckets }));
  await start('dynamodb', (options) => startDynamoDb({ ...options, ...clock, tables: model.tables }));
  await start('secrets', (options) => startSecrets({ ...options, secrets: model.secrets }));
  const ses = await start('inbox', (options) =>
    startSes({ ...options, ...(at.smtpUrl !== undefined && { smtpUrl: at.smtpUrl }) }),
  );
  await start('lambda', (options) => startLambda({ ...options, functions }));
  const sns = await start('sns', (options) =>
    startSns({ ...options, topics: model.topics, invoke: gate.invoke }),
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
    startEventBridge({ ...options, rules: model.rules, invoke: gate.invoke }),
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
      sendMail: mailSender(urlOf(ports, 'inbox'), at.credentials, model.functions),
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
      operators: openOperatorDoor({ ...at, addressOf, authorize, functions, stepFunctions }, running),
    }),
  );
  gate.open();
  stepFunctions.resume();
  return { identity, inboxUrl: ses.inboxUrl, webConfig: web.config };
}

/** Starts a service with its folder and port, and sees to it that it is closed. */
function starter({ folder, ports, credentials }: Surroundings, running: AsyncDisposableStack) {
  return async <S extends Service>(
    name: ServiceName,
    start: (options: ServiceOptions) => Promise<S>,
  ): Promise<S> => {
    const options = { folder: join(folder, name), port: ports[name], credentials, ...place };
    try {
      const service = await start(options);
      running.defer(() => service.close());
      return service;
    } catch (error) {
      throw startFailure(error, name, options);
    }
  };
}

function previewModel({ model }: Surroundings, addressOf: (service: ServiceName) => string) {
  return ({ port, region, credentials }: ServiceOptions) =>
    startPreviewModel({
      port,
      s3: { endpoint: addressOf('s3'), region, credentials },
      limits: inputSettings(model.functions),
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
