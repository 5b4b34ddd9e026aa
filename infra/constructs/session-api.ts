import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import {
  AccessLogField,
  AccessLogFormat,
  AuthorizationType,
  CognitoUserPoolsAuthorizer,
  Cors,
  EndpointType,
  type IRequestValidator,
  LambdaIntegration,
  LogGroupLogDestination,
  MethodLoggingLevel,
  type MethodOptions,
  RestApi,
  type StageOptions,
} from 'aws-cdk-lib/aws-apigateway';
import type { IUserPool } from 'aws-cdk-lib/aws-cognito';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { CfnSamplingRule } from 'aws-cdk-lib/aws-xray';
import { Construct } from 'constructs';
import type { Settings } from '#infra/config.ts';
import { deployedNames } from '#infra/names.ts';
import { sampledReads } from '#infra/sampling.ts';
import { names } from '#tasks/core/names.ts';
import { type Route, routes } from '#tasks/core/openapi/routes.ts';
import { ApiFirewall } from './api-firewall.ts';
import { shapeGatewayErrors } from './gateway-errors.ts';
import { requestModel } from './request-models.ts';

export interface SessionApiProps {
  readonly settings: Settings;
  readonly userPool: IUserPool;
}

export interface ApiFunctions {
  readonly initialize: IFunction;
  readonly reconstruct: IFunction;
  readonly status: IFunction;
  readonly uploads: IFunction;
  readonly sessions: IFunction;
  readonly download: IFunction;
}

/** The REST API of users. Its base is known before its routes, since the mails of a session link to it. */
export class SessionApi extends Construct {
  readonly rest: RestApi;
  private readonly signedIn: MethodOptions;
  private readonly validator: IRequestValidator;

  constructor(scope: Construct, id: string, { settings, userPool }: SessionApiProps) {
    super(scope, id);
    const { api: restApiName } = deployedNames(settings);
    this.rest = new RestApi(this, 'Rest', {
      restApiName,
      description: 'Gen3D: sessions from a photo to a 3D model',
      endpointTypes: [EndpointType.REGIONAL],
      deployOptions: this.stage(settings),
      // One for all APIs of the account, without which none can write logs: it stays for the others.
      cloudWatchRole: true,
      cloudWatchRoleRemovalPolicy: RemovalPolicy.RETAIN,
      defaultCorsPreflightOptions: {
        allowOrigins: [settings.webOrigin],
        allowMethods: Cors.ALL_METHODS,
        allowHeaders: ['Authorization', 'Content-Type'],
        // The longest that browsers heed; without it they ask before nearly every poll, a second paid request.
        maxAge: Duration.hours(2),
      },
    });
    shapeGatewayErrors(this.rest, settings.webOrigin);
    // Without scopes the authorizer accepts ID tokens.
    const authorizer = new CognitoUserPoolsAuthorizer(this, 'Authorizer', { cognitoUserPools: [userPool] });
    this.signedIn = { authorizer, authorizationType: AuthorizationType.COGNITO };
    this.validator = this.rest.addRequestValidator('Validator', {
      validateRequestBody: true,
      validateRequestParameters: true,
    });
    this.sampleTraces(restApiName);
    if (settings.api.firewall) new ApiFirewall(this, 'Firewall', { stage: this.rest.deploymentStage });
  }

  /** Adds every route of the API document. */
  addRoutes(functions: ApiFunctions): void {
    const handlers: Readonly<Record<string, IFunction>> = {
      createUpload: functions.uploads,
      initialize: functions.initialize,
      reconstruct: functions.reconstruct,
      getStatus: functions.status,
      listSessions: functions.sessions,
      deleteSession: functions.sessions,
      getResult: functions.sessions,
      download: functions.download,
    };
    for (const route of routes) {
      const handler = handlers[route.id];
      if (handler === undefined) throw new RangeError(`No function serves the route ${route.id}.`);
      this.route(route, handler);
    }
  }

  private route(route: Route, handler: IFunction): void {
    const { id, method, path, request, signedIn } = route;
    const parameters = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => `method.request.path.${name}`);
    this.rest.root.resourceForPath(path).addMethod(method.toUpperCase(), new LambdaIntegration(handler), {
      ...(signedIn ? this.signedIn : { authorizationType: AuthorizationType.NONE }),
      operationName: id,
      requestValidator: this.validator,
      requestParameters: Object.fromEntries(parameters.map((name) => [name, true])),
      ...(request && {
        requestModels: { 'application/json': requestModel(this.rest, `${id}Request`, request) },
      }),
    });
  }

  private stage(settings: Settings): StageOptions {
    const { api } = settings;
    const logs = new LogGroup(this, 'AccessLogs', {
      logGroupName: `/aws/apigateway/${deployedNames(settings).api}`,
      retention: RetentionDays.ONE_MONTH,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    return {
      stageName: names.stage,
      throttlingRateLimit: api.requestsPerSecond,
      throttlingBurstLimit: api.burst,
      tracingEnabled: true,
      metricsEnabled: true,
      loggingLevel: MethodLoggingLevel.ERROR,
      dataTraceEnabled: false,
      // Its path is the ticket.
      methodOptions: { [`${downloadPath}/GET`]: { loggingLevel: MethodLoggingLevel.OFF } },
      accessLogDestination: new LogGroupLogDestination(logs),
      accessLogFormat,
    };
  }

  /** X-Ray keeps whole addresses, and the address of a download is a ticket: those are never sampled. */
  private sampleTraces(restApiName: string): void {
    this.sample('UntracedDownloads', {
      ruleName: `${restApiName}-downloads`,
      // Before the rule for all that reads: the first that fits decides.
      priority: 1,
      fixedRate: 0,
      httpMethod: 'GET',
      urlPath: `*${downloadPath.replace(/\{.*/, '')}*`,
    });
    this.sample('FewTracedReads', {
      ruleName: `${restApiName}-reads`,
      priority: 2,
      fixedRate: sampledReads,
      httpMethod: 'GET',
      urlPath: '*',
    });
    this.sample('UntracedPreflights', {
      ruleName: `${restApiName}-preflights`,
      priority: 2,
      fixedRate: 0,
      httpMethod: 'OPTIONS',
      urlPath: '*',
    });
  }

  private sample(id: string, rule: SamplingOfApi): void {
    new CfnSamplingRule(this, id, {
      samplingRule: {
        ...rule,
        reservoirSize: 0,
        serviceName: '*',
        serviceType: 'AWS::ApiGateway::Stage',
        host: `${this.rest.restApiId}.*`,
        resourceArn: '*',
        version: 1,
      },
    });
  }
}

type SamplingOfApi = Pick<
  CfnSamplingRule.SamplingRuleProperty,
  'ruleName' | 'priority' | 'fixedRate' | 'httpMethod' | 'urlPath'
>;

const downloadPath = '/download/{ticket}';

/** No address and no path as it was asked for: they hold tickets. */
const accessLogFormat = AccessLogFormat.custom(
  JSON.stringify({
    requestId: AccessLogField.contextRequestId(),
    time: AccessLogField.contextRequestTime(),
    method: AccessLogField.contextHttpMethod(),
    route: AccessLogField.contextResourcePath(),
    status: AccessLogField.contextStatus(),
    error: AccessLogField.contextErrorResponseType(),
    user: AccessLogField.contextAuthorizerClaims('sub'),
    latency: AccessLogField.contextResponseLatency(),
    integrationLatency: AccessLogField.contextIntegrationLatency(),
    responseLength: AccessLogField.contextResponseLength(),
    protocol: AccessLogField.contextProtocol(),
    traceId: AccessLogField.contextXrayTraceId(),
  }),
);
