import { z } from 'zod';
import type { Resources } from './resources.ts';

export interface PasswordPolicy {
  readonly minimumLength: number;
  readonly uppercase: boolean;
  readonly lowercase: boolean;
  readonly digit: boolean;
  readonly symbol: boolean;
}
export interface IdentityModel {
  readonly userPoolId: string;
  readonly userPoolArn: string;
  readonly clientId: string;
  readonly callbackUrls: readonly string[];
  readonly logoutUrls: readonly string[];
  readonly scopes: readonly string[];
  readonly groups: readonly string[];
  readonly passwords: PasswordPolicy;
  readonly selfSignUp: boolean;
  readonly idTokenSeconds: number;
  readonly accessTokenSeconds: number;
  readonly refreshTokenSeconds: number;
}

const flag = z.boolean().default(false);
const Policy = z.object({
  MinimumLength: z.coerce.number().default(8),
  RequireUppercase: flag,
  RequireLowercase: flag,
  RequireNumbers: flag,
  RequireSymbols: flag,
});
const PoolProperties = z.object({
  Policies: z.object({ PasswordPolicy: Policy.prefault({}) }).prefault({}),
  AdminCreateUserConfig: z.object({ AllowAdminCreateUserOnly: flag }).prefault({}),
});

const unit = z.enum(['seconds', 'minutes', 'hours', 'days']);
const secondsIn = { seconds: 1, minutes: 60, hours: 3_600, days: 86_400 } as const;
const ClientProperties = z.object({
  CallbackURLs: z.array(z.string()).default([]),
  LogoutURLs: z.array(z.string()).default([]),
  AllowedOAuthScopes: z.array(z.string()).default(['openid']),
  IdTokenValidity: z.coerce.number().default(1),
  AccessTokenValidity: z.coerce.number().default(1),
  RefreshTokenValidity: z.coerce.number().default(30),
  TokenValidityUnits: z
    .object({
      IdToken: unit.default('hours'),
      AccessToken: unit.default('hours'),
      RefreshToken: unit.default('days'),
    })
    .prefault({}),
});

/** Reads the user pool, its client and its groups. */
export function readIdentity(resources: Resources): IdentityModel {
  const pool = resources.onlyOne('AWS::Cognito::UserPool', PoolProperties);
  const client = resources.onlyOne('AWS::Cognito::UserPoolClient', ClientProperties);
  const groups = resources.ofType('AWS::Cognito::UserPoolGroup', z.object({ GroupName: z.string() }));
  const { PasswordPolicy } = pool.properties.Policies;
  const { TokenValidityUnits: units, ...settings } = client.properties;
  return {
    userPoolId: pool.physical.ref,
    userPoolArn: pool.physical.attributes.Arn ?? pool.physical.ref,
    clientId: client.physical.ref,
    callbackUrls: settings.CallbackURLs,
    logoutUrls: settings.LogoutURLs,
    scopes: settings.AllowedOAuthScopes,
    groups: groups.map(({ properties }) => properties.GroupName),
    passwords: {
      minimumLength: PasswordPolicy.MinimumLength,
      uppercase: PasswordPolicy.RequireUppercase,
      lowercase: PasswordPolicy.RequireLowercase,
      digit: PasswordPolicy.RequireNumbers,
      symbol: PasswordPolicy.RequireSymbols,
    },
    selfSignUp: !pool.properties.AdminCreateUserConfig.AllowAdminCreateUserOnly,
    idTokenSeconds: settings.IdTokenValidity * secondsIn[units.IdToken],
    accessTokenSeconds: settings.AccessTokenValidity * secondsIn[units.AccessToken],
    refreshTokenSeconds: settings.RefreshTokenValidity * secondsIn[units.RefreshToken],
  };
}
