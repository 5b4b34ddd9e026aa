import { synthesizedWebOrigin } from '#local/environment/assembly/model.ts';
import type { Resources } from './resources.ts';

/** A user pool. */
export const identity: Resources = {
  Pool: {
    Type: 'AWS::Cognito::UserPool',
    Properties: { Policies: { PasswordPolicy: { MinimumLength: 10, RequireNumbers: true } } },
  },
  Client: {
    Type: 'AWS::Cognito::UserPoolClient',
    Properties: {
      CallbackURLs: [`${synthesizedWebOrigin}/signed-in`],
      AllowedOAuthScopes: ['openid'],
      IdTokenValidity: 30,
      RefreshTokenValidity: 7,
      TokenValidityUnits: { IdToken: 'minutes', RefreshToken: 'days' },
    },
  },
  Group: { Type: 'AWS::Cognito::UserPoolGroup', Properties: { GroupName: 'operators' } },
};
