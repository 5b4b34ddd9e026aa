import { ResponseType, type RestApi } from 'aws-cdk-lib/aws-apigateway';

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
  [ResponseType.WAF_FILTERED, 'Forbidden', 'The request was taken for an attack and not served.'],
  [ResponseType.INTEGRATION_TIMEOUT, 'Timeout', 'The request took too long: try again.'],
  [ResponseType.DEFAULT_4XX, 'BadRequest', 'The request cannot be served as it is.'],
  [ResponseType.DEFAULT_5XX, 'InternalError', 'Something failed on our side: try again in a moment.'],
];

/** Gives the gateway's own errors our shape, and lets the page of `webOrigin` read them. */
export function shapeGatewayErrors(api: RestApi, webOrigin: string): void {
  for (const [type, code, message] of gatewayErrors) {
    api.addGatewayResponse(type.responseType, {
      type,
      // API Gateway's own status for an unknown route is 403.
      ...(code === 'NotFound' && { statusCode: '404' }),
      responseHeaders: { 'Access-Control-Allow-Origin': `'${webOrigin}'`, Vary: "'Origin'" },
      templates: { 'application/json': JSON.stringify({ error: { code, message } }) },
    });
  }
}
