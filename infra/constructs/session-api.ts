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
import { names } from '#contracts/names.ts';
import type { Settings } from '#infra/config.ts';
import { deployedNames } from '#infra/names.ts';
import { sampledReads } from '#infra/prices.ts';
import { type FunctionName, handlers, type Route } from '#tasks/manifest.ts';
import { ApiFirewall } from './api-firewall.ts';
import { shapeGatewayErrors } from './gateway-errors.ts';
import { requestModel } from './request-models.ts';

export interface SessionApiProps {
  readonly settings: Settings;
  readonly userPool: IUserPool;
}

/** The REST API of users. Routes are added later, because the functions behind them need its base URL for email links. */
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
      // This role is shared by all APIs of the account, which cannot write logs without it.
      cloudWatchRole: true,
      cloudWatchRoleRemovalPolicy: RemovalPolicy.RETAIN,
      defaultCorsPreflightOptions: {
        allowOrigins: [settings.webOrigin],
        allowMethods: Cors.ALL_METHODS,
        allowHeaders: ['Authorization', 'Content-Type'],
        // The longest time that browsers accept. Otherwise nearly every poll needs a second paid request.
        maxAge: Duration.hours(2),
      },
    });
    shapeGatewayErrors(this.rest, settings.webOrigin);
    // Without scopes, the authorizer accepts ID tokens.
    const authorizer = new CognitoUserPoolsAuthorizer(this, 'Authorizer', { cognitoUserPools: [userPool] });
    this.signedIn = { authorizer, authorizationType: AuthorizationType.COGNITO };
    this.validator = this.rest.addRequestValidator('Validator', {
      validateRequestBody: true,
      validateRequestParameters: true,
    });
    this.sampleTraces(restApiName);
    if (settings.api.firewall) new ApiFirewall(this, 'Firewall', { stage: this.rest.deploymentStage });
  }

  /** Adds every route of the manifest. */
  addRoutes(functionOf: (name: FunctionName) => IFunction): void {
    for (const handler of handlers) {
      if (!('routes' in handler)) continue;
      for (const route of handler.routes) this.route(route, functionOf(handler.name));
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
      // The path contains the download token.
      methodOptions: { [`${downloadPath}/GET`]: { loggingLevel: MethodLoggingLevel.OFF } },
      accessLogDestination: new LogGroupLogDestination(logs),
      accessLogFormat,
    };
  }

  /** X-Ray records entire URLs. Those of downloads contain a token, so they are never sampled. */
  private sampleTraces(restApiName: string): void {
    this.sample('UntracedDownloads', {
      ruleName: `${restApiName}-downloads`,
      // Precedes the rule for reads, because the first match decides.
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

/** Logs neither address nor raw path, because a raw path may contain a download token. */
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
