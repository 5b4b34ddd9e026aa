import type {
  APIGatewayAuthorizerResult,
  APIGatewayTokenAuthorizerEvent,
  AuthResponseContext,
} from 'aws-lambda';
import { createAuthorizer } from '#local/emulators/api-gateway/authorizer.ts';

const { USER_POOL_ARN = '', AWS_REGION = '', AWS_ENDPOINT_URL = '' } = process.env;
const pool = USER_POOL_ARN.split('/')[1] ?? '';

const authorize = createAuthorizer({
  issuer: `https://cognito-idp.${AWS_REGION}.amazonaws.com/${pool}`,
  jwksUri: `${AWS_ENDPOINT_URL}/${pool}/.well-known/jwks.json`,
  audience: null,
});

/**
 * Verifies ID tokens in place of the Cognito authorizer, with which MiniStack accepts every request.
 * @throws Error `Unauthorized`, which the gateway answers with 401
 */
export async function handler(event: APIGatewayTokenAuthorizerEvent): Promise<APIGatewayAuthorizerResult> {
  const claims = await authorize(event.authorizationToken);
  if (claims === undefined) throw new Error('Unauthorized');
  const context: AuthResponseContext = claims;
  return {
    principalId: claims.sub ?? '',
    policyDocument: {
      Version: '2012-10-17',
      Statement: [{ Action: 'execute-api:Invoke', Effect: 'Allow', Resource: event.methodArn }],
    },
    context,
  };
}
