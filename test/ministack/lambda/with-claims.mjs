/**
 * Wraps an API handler on MiniStack. A Cognito authorizer passes the token's claims as an object; the Lambda authorizer
 * that replaces it passes them as flat text.
 */
import { handler as behindCognito } from './index.mjs';

export const handler = (event, context) => {
  const { authorizer: claims } = event.requestContext;
  const authorizer = claims && { claims };
  return behindCognito({ ...event, requestContext: { ...event.requestContext, authorizer } }, context);
};
