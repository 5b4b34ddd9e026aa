import { Aws, Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import {
  AccountRecovery,
  CfnManagedLoginBranding,
  CfnUserPoolGroup,
  FeaturePlan,
  ManagedLoginVersion,
  Mfa,
  OAuthScope,
  StandardThreatProtectionMode,
  UserPool,
  type UserPoolClient,
  UserPoolClientIdentityProvider,
  UserPoolEmail,
  type UserPoolProps,
} from 'aws-cdk-lib/aws-cognito';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import type { Settings } from '#infra/config.ts';
import { deployedNames } from '#infra/names.ts';
import { StorageIdentity } from './storage-identity.ts';

export interface IdentityProps {
  readonly settings: Settings;
  readonly bucket: IBucket;
}

/** Sign-in by email address: OAuth 2.0 authorization code with PKCE, without a client secret. */
export class Identity extends Construct {
  readonly userPool: UserPool;
  readonly webClient: UserPoolClient;
  /** Base URL of the managed sign-in pages. */
  readonly signInUrl: string;
  readonly identityPoolId: string;
  /** Role that users assume through the identity pool; web-config.json has it as `cognitoAuthRole`. */
  readonly userRoleArn: string;

  constructor(scope: Construct, id: string, { settings, bucket }: IdentityProps) {
    super(scope, id);
    this.userPool = this.users(settings);
    this.webClient = this.client(settings);
    this.signInUrl = this.signInPages(settings);
    new CfnUserPoolGroup(this, 'Operators', {
      userPoolId: this.userPool.userPoolId,
      groupName: 'operators',
      description: 'Can inspect the executions of all users.',
    });
    const storage = new StorageIdentity(this, 'Storage', {
      name: deployedNames(settings).identityPool,
      bucket,
      userPool: this.userPool,
      client: this.webClient,
    });
    this.identityPoolId = storage.identityPoolId;
    this.userRoleArn = storage.userRole.roleArn;
  }

  private users(settings: Settings): UserPool {
    const { signIn } = settings;
    return new UserPool(this, 'UserPool', {
      userPoolName: deployedNames(settings).userPool,
      selfSignUpEnabled: true,
      signInAliases: { email: true },
      signInCaseSensitive: false,
      autoVerify: { email: true },
      keepOriginal: { email: true },
      standardAttributes: { email: { required: true, mutable: true } },
      passwordPolicy: {
        minLength: 8,
        requireUppercase: true,
        requireLowercase: true,
        requireDigits: true,
        requireSymbols: true,
        tempPasswordValidity: Duration.days(3),
      },
      mfa: Mfa.OPTIONAL,
      mfaSecondFactor: { sms: false, otp: true },
      accountRecovery: AccountRecovery.EMAIL_ONLY,
      ...protection(signIn.tier),
      ...(signIn.mailBySes && { email: sender(settings) }),
      deletionProtection: true,
      removalPolicy: RemovalPolicy.RETAIN,
    });
  }

  private client(settings: Settings): UserPoolClient {
    return this.userPool.addClient('WebClient', {
      userPoolClientName: deployedNames(settings).webClient,
      generateSecret: false,
      authFlows: { userSrp: true },
      preventUserExistenceErrors: true,
      enableTokenRevocation: true,
      supportedIdentityProviders: [UserPoolClientIdentityProvider.COGNITO],
      oAuth: {
        flows: { authorizationCodeGrant: true },
        scopes: [OAuthScope.OPENID, OAuthScope.EMAIL],
        // The command line listens on one of these ports during sign-in.
        callbackUrls: [`${settings.webOrigin}/signed-in`, ...loopbackCallbacks],
        logoutUrls: [settings.webOrigin],
      },
      authSessionValidity: Duration.minutes(5),
      idTokenValidity: Duration.hours(1),
      accessTokenValidity: Duration.hours(1),
      refreshTokenValidity: Duration.days(30),
    });
  }

  /** Cognito's managed login with its default branding. */
  private signInPages(settings: Settings): string {
    const domainPrefix =
      settings.signIn.domainPrefix ?? `${deployedNames(settings).signIn}-${Aws.ACCOUNT_ID}`;
    const domain = this.userPool.addDomain('Domain', {
      cognitoDomain: { domainPrefix },
      managedLoginVersion: ManagedLoginVersion.NEWER_MANAGED_LOGIN,
    });
    const branding = new CfnManagedLoginBranding(this, 'Branding', {
      userPoolId: this.userPool.userPoolId,
      clientId: this.webClient.userPoolClientId,
      useCognitoProvidedValues: true,
    });
    branding.node.addDependency(domain);
    return `https://${domainPrefix}.auth.${Stack.of(this).region}.amazoncognito.com`;
  }
}

function sender({ senderEmail, region, mail }: Settings): UserPoolEmail {
  return UserPoolEmail.withSES({
    fromEmail: senderEmail,
    fromName: 'Gen3D',
    sesRegion: region,
    ...(mail.domain !== undefined && { sesVerifiedDomain: mail.domain }),
  });
}

/** The PLUS tier blocks compromised passwords and risky sign-ins. */
function protection(tier: Settings['signIn']['tier']): UserPoolProps {
  switch (tier) {
    case 'ESSENTIALS':
      return { featurePlan: FeaturePlan.ESSENTIALS };
    case 'PLUS':
      return {
        featurePlan: FeaturePlan.PLUS,
        standardThreatProtectionMode: StandardThreatProtectionMode.FULL_FUNCTION,
      };
  }
}

/** Cognito compares callback URLs exactly, including the port. */
export const loopbackCallbacks = [8401, 8402, 8403].map((port) => `http://localhost:${port}/callback`);
