import {
  AuthorizationType,
  CognitoUserPoolsAuthorizer,
  Cors,
  EndpointType,
  type IResource,
  LambdaIntegration,
  type MethodOptions,
  ResponseType,
  RestApi,
} from 'aws-cdk-lib/aws-apigateway';
import type { IUserPool } from 'aws-cdk-lib/aws-cognito';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import type { Settings } from '#infra/config.ts';
import { deployedNames } from '#infra/names.ts';
import { names } from '#tasks/core/names.ts';

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

/** The gateway's own errors, in the shape that every error of ours has. */
const gatewayErrors: readonly [ResponseType, string, string][] = [
  [ResponseType.UNAUTHORIZED, 'Unauthorized', 'Sign in and send the ID token in the Authorization header.'],
  [ResponseType.ACCESS_DENIED, 'Forbidden', 'This is not allowed for your account.'],
  [ResponseType.EXPIRED_TOKEN, 'Unauthorized', 'The token has expired: sign in again.'],
  [ResponseType.MISSING_AUTHENTICATION_TOKEN, 'NotFound', 'There is no such route.'],
  [ResponseType.RESOURCE_NOT_FOUND, 'NotFound', 'There is no such route.'],
  [ResponseType.REQUEST_TOO_LARGE, 'RequestTooLarge', 'The request is too large.'],
  [
    ResponseType.UNSUPPORTED_MEDIA_TYPE,
    'UnsupportedMediaType',
    'Send JSON with Content-Type application/json.',
  ],
  [
    ResponseType.BAD_REQUEST_BODY,
    'BadRequest',
    'The body does not have the form that the API document describes.',
  ],
  [
    ResponseType.BAD_REQUEST_PARAMETERS,
    'BadRequest',
    'A parameter does not have the form that the API document describes.',
  ],
  [ResponseType.THROTTLED, 'TooManyRequests', 'Too many requests: wait a moment and try again.'],
  [ResponseType.QUOTA_EXCEEDED, 'TooManyRequests', 'Too many requests: wait and try again.'],
  [ResponseType.INTEGRATION_TIMEOUT, 'Timeout', 'The request took too long: try again.'],
  [ResponseType.DEFAULT_4XX, 'BadRequest', 'The request cannot be served as it is.'],
  [ResponseType.DEFAULT_5XX, 'InternalError', 'Something failed on our side: try again in a moment.'],
];

/** The REST API of users. Its base is known before its routes, since the mails of a session link to it. */
export class SessionApi extends Construct {
  readonly rest: RestApi;
  private readonly signedIn: MethodOptions;

  constructor(scope: Construct, id: string, props: SessionApiProps) {
    super(scope, id);
    this.rest = new RestApi(this, 'Rest', {
      restApiName: deployedNames(props.settings).api,
      description: 'Gen3D: sessions from a photo to a 3D model',
      endpointTypes: [EndpointType.REGIONAL],
      deployOptions: {
        stageName: names.stage,
        throttlingRateLimit: props.settings.api.requestsPerSecond,
        throttlingBurstLimit: props.settings.api.burst,
        tracingEnabled: true,
      },
      cloudWatchRole: false,
      defaultCorsPreflightOptions: {
        allowOrigins: [props.settings.webOrigin],
        allowMethods: Cors.ALL_METHODS,
        allowHeaders: ['Authorization', 'Content-Type'],
      },
    });
    for (const [type, code, message] of gatewayErrors) {
      this.rest.addGatewayResponse(type.responseType, {
        type,
        // API Gateway's own status for an unknown route is 403.
        ...(code === 'NotFound' && { statusCode: '404' }),
        responseHeaders: { 'Access-Control-Allow-Origin': `'${props.settings.webOrigin}'`, Vary: "'Origin'" },
        templates: { 'application/json': JSON.stringify({ error: { code, message } }) },
      });
    }
    // Without scopes the authorizer accepts ID tokens.
    const authorizer = new CognitoUserPoolsAuthorizer(this, 'Authorizer', {
      cognitoUserPools: [props.userPool],
    });
    this.signedIn = { authorizer, authorizationType: AuthorizationType.COGNITO };
  }

  /** Adds every route; see `tasks/core/contracts/api.ts` for what each takes and answers. */
  addRoutes(functions: ApiFunctions): void {
    const { root } = this.rest;
    this.route(root.addResource('initialize'), 'POST', functions.initialize, this.signedIn);
    this.route(root.addResource('reconstruct'), 'POST', functions.reconstruct, this.signedIn);
    this.route(root.addResource('uploads'), 'POST', functions.uploads, this.signedIn);
    this.route(root.addResource('status').addResource('{job_id}'), 'GET', functions.status, this.signedIn);
    const sessions = root.addResource('sessions');
    this.route(sessions, 'GET', functions.sessions, this.signedIn);
    const session = sessions.addResource('{job_id}');
    this.route(session, 'DELETE', functions.sessions, this.signedIn);
    this.route(session.addResource('result'), 'GET', functions.sessions, this.signedIn);
    // The ticket itself is the permission: it comes by mail.
    const download = root.addResource('download').addResource('{ticket}');
    this.route(download, 'GET', functions.download, { authorizationType: AuthorizationType.NONE });
  }

  private route(resource: IResource, method: string, handler: IFunction, options: MethodOptions): void {
    resource.addMethod(method, new LambdaIntegration(handler), options);
  }
}
