/**
 * Lies beside a handler of the API on MiniStack. A Cognito authorizer hands the token's claims on as an object;
 * the Lambda authorizer that stands in for it may hand on flat text only, which is what the claims are.
 */
import { handler as behindCognito } from './index.mjs';

export const handler = (event, context) => {
  const { authorizer: claims } = event.requestContext;
  const authorizer = claims && { claims };
  return behindCognito({ ...event, requestContext: { ...event.requestContext, authorizer } }, context);
};
