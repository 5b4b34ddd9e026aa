import { ResponseType, type RestApi } from 'aws-cdk-lib/aws-apigateway';

/** Errors that the gateway itself answers, with our codes. */
const gatewayErrors: readonly [ResponseType, string, string][] = [
  [ResponseType.UNAUTHORIZED, 'Unauthorized', 'Sign in and send the ID token in the Authorization header.'],
  [ResponseType.ACCESS_DENIED, 'Forbidden', 'This is not allowed for your account.'],
  [ResponseType.EXPIRED_TOKEN, 'Unauthorized', 'The token has expired. Sign in again.'],
  [ResponseType.MISSING_AUTHENTICATION_TOKEN, 'NotFound', 'This route does not exist.'],
  [ResponseType.RESOURCE_NOT_FOUND, 'NotFound', 'This route does not exist.'],
  [ResponseType.REQUEST_TOO_LARGE, 'RequestTooLarge', 'The request is too large.'],
  [
    ResponseType.UNSUPPORTED_MEDIA_TYPE,
    'UnsupportedMediaType',
    'Send JSON with Content-Type application/json.',
  ],
  [ResponseType.BAD_REQUEST_BODY, 'BadRequest', 'The body does not match the API reference.'],
  [ResponseType.BAD_REQUEST_PARAMETERS, 'BadRequest', 'A parameter does not match the API reference.'],
  [ResponseType.THROTTLED, 'TooManyRequests', 'Too many requests. Wait a moment and try again.'],
  [ResponseType.QUOTA_EXCEEDED, 'TooManyRequests', 'Too many requests. Wait and try again.'],
  [ResponseType.WAF_FILTERED, 'Forbidden', 'The request looks like an attack and was blocked.'],
  [ResponseType.INTEGRATION_TIMEOUT, 'Timeout', 'The request took too long. Try again.'],
  [ResponseType.DEFAULT_4XX, 'BadRequest', 'The request is not valid.'],
  [ResponseType.DEFAULT_5XX, 'InternalError', 'Something failed on our side. Try again in a moment.'],
];

/** Gives the gateway's own errors the shape of our errors, and lets the page at `webOrigin` read them. */
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
