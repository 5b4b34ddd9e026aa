import { describe, expect, it } from 'vitest';
import { permissions } from './policies.ts';
import { ofType, only, type Resource, withoutFunctions } from './stacks.ts';
import { uploads } from './support/uploads.ts';

const stack = 'Gen3D-Data';
const assembly = withoutFunctions();

const one = (type: string): Resource['Properties'] => only(assembly, type);
const buckets = () => ofType(assembly, 'AWS::S3::Bucket', stack).map(([, { Properties }]) => Properties);
const objects = () => buckets().find(({ BucketName }) => BucketName !== undefined) ?? {};

describe('the bucket', () => {
  it('has a name that ends with account and region', () => {
    expect(JSON.stringify(objects().BucketName)).toMatch(/gen3d-data-bucket-.*AWS::AccountId.*-us-east-1/);
  });

  it('is versioned, encrypted with a bucket key, and private, like its log bucket', () => {
    expect(objects()).toMatchObject({
      VersioningConfiguration: { Status: 'Enabled' },
      BucketEncryption: {
        ServerSideEncryptionConfiguration: [
          { BucketKeyEnabled: true, ServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' } },
        ],
      },
    });
    expect(buckets()).toHaveLength(2);
    for (const bucket of buckets()) {
      expect(bucket).toMatchObject({
        PublicAccessBlockConfiguration: {
          BlockPublicAcls: true,
          BlockPublicPolicy: true,
          IgnorePublicAcls: true,
          RestrictPublicBuckets: true,
        },
        OwnershipControls: { Rules: [{ ObjectOwnership: 'BucketOwnerEnforced' }] },
      });
    }
  });

  it('requires TLS, and serves public objects through CloudFront only', () => {
    const policies = ofType(assembly, 'AWS::S3::BucketPolicy', stack).map(([, { Properties }]) =>
      JSON.stringify(Properties),
    );

    expect(policies).toHaveLength(2);
    for (const policy of policies)
      expect(policy).toContain('"Condition":{"Bool":{"aws:SecureTransport":"false"}}');
    const [open] = policies.filter((policy) => policy.includes('cloudfront.amazonaws.com'));
    expect(open).toContain('/public/*');
    expect(open).toMatch(/"aws:SourceArn":.*distribution\/\*/);
    expect(policies.join()).not.toContain('"Principal":"*","Effect":"Allow"');
  });

  it('allows only the web origin', () => {
    expect(objects().CorsConfiguration).toEqual({
      CorsRules: [
        {
          AllowedOrigins: ['https://web.gen3d.invalid'],
          AllowedMethods: ['GET', 'HEAD', 'POST'],
          AllowedHeaders: ['*'],
          ExposedHeaders: ['ETag'],
          MaxAge: 3_000,
        },
      ],
    });
  });

  it('expires outputs after 7 days, sessions after 90 and old versions after 30', () => {
    expect(objects().LifecycleConfiguration).toEqual({
      Rules: [
        { Id: 'async-output', Prefix: 'sagemaker-async-output/', ExpirationInDays: 7, Status: 'Enabled' },
        { Id: 'async-failure', Prefix: 'sagemaker-async-failure/', ExpirationInDays: 7, Status: 'Enabled' },
        { Id: 'sessions', Prefix: 'users/', ExpirationInDays: 90, Status: 'Enabled' },
        {
          Id: 'leftovers',
          NoncurrentVersionExpiration: { NoncurrentDays: 30 },
          ExpiredObjectDeleteMarker: true,
          AbortIncompleteMultipartUpload: { DaysAfterInitiation: 1 },
          Status: 'Enabled',
        },
      ],
    });
  });

  it('writes its access log to another bucket', () => {
    expect(objects().LoggingConfiguration).toMatchObject({ LogFilePrefix: 'objects/' });
  });
});

describe('the table', () => {
  it('is billed on demand, and has point-in-time recovery, time to live and deletion protection', () => {
    expect(one('AWS::DynamoDB::GlobalTable')).toMatchObject({
      TableName: 'Gen3DJobStatus',
      BillingMode: 'PAY_PER_REQUEST',
      KeySchema: [{ AttributeName: 'job_id', KeyType: 'HASH' }],
      TimeToLiveSpecification: { AttributeName: 'expires_at', Enabled: true },
      GlobalSecondaryIndexes: [
        {
          IndexName: 'user-index',
          KeySchema: [
            { AttributeName: 'user_id', KeyType: 'HASH' },
            { AttributeName: 'created_at', KeyType: 'RANGE' },
          ],
        },
      ],
      Replicas: [
        {
          DeletionProtectionEnabled: true,
          PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
        },
      ],
    });
  });
});

describe('the image repository', () => {
  it('scans images and has immutable tags', () => {
    expect(one('AWS::ECR::Repository')).toMatchObject({
      RepositoryName: 'gen3d-sam3-sam3d',
      ImageScanningConfiguration: { ScanOnPush: true },
      ImageTagMutability: 'IMMUTABLE',
    });
  });
});

describe('sign-in', () => {
  it('uses verified email addresses, strong passwords and an optional second factor', () => {
    expect(one('AWS::Cognito::UserPool')).toMatchObject({
      UserPoolName: 'Gen3DUserPool',
      UsernameAttributes: ['email'],
      AutoVerifiedAttributes: ['email'],
      Policies: {
        PasswordPolicy: {
          MinimumLength: 8,
          RequireUppercase: true,
          RequireLowercase: true,
          RequireNumbers: true,
          RequireSymbols: true,
        },
      },
      MfaConfiguration: 'OPTIONAL',
      EnabledMfas: ['SOFTWARE_TOKEN_MFA'],
      UserPoolTier: 'ESSENTIALS',
      DeletionProtection: 'ACTIVE',
    });
  });

  it('allows authorization code, SRP and refresh token, without a client secret', () => {
    expect(one('AWS::Cognito::UserPoolClient')).toMatchObject({
      ClientName: 'Gen3DWebClient',
      GenerateSecret: false,
      AllowedOAuthFlows: ['code'],
      ExplicitAuthFlows: ['ALLOW_USER_SRP_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH'],
      PreventUserExistenceErrors: 'ENABLED',
      EnableTokenRevocation: true,
      CallbackURLs: expect.arrayContaining(['https://web.gen3d.invalid/signed-in']),
    });
  });

  it('has managed login pages with default branding on a domain of the account', () => {
    expect(one('AWS::Cognito::UserPoolDomain')).toMatchObject({
      ManagedLoginVersion: 2,
      Domain: { 'Fn::Join': ['', ['gen3d-', { Ref: 'AWS::AccountId' }]] },
    });
    expect(one('AWS::Cognito::ManagedLoginBranding')).toMatchObject({ UseCognitoProvidedValues: true });
  });

  it('sends emails by Cognito, or by SES from the sender', () => {
    const bySes = withoutFunctions({ signIn: { mailBySes: true } });

    expect(one('AWS::Cognito::UserPool').EmailConfiguration).toBeUndefined();
    expect(only(bySes, 'AWS::Cognito::UserPool').EmailConfiguration).toMatchObject({
      EmailSendingAccount: 'DEVELOPER',
      From: 'Gen3D <noreply@genesis3d.com>',
    });
  });

  it('has threat protection in the PLUS tier', () => {
    const plus = withoutFunctions({ signIn: { tier: 'PLUS' } });

    expect(only(plus, 'AWS::Cognito::UserPool')).toMatchObject({
      UserPoolTier: 'PLUS',
      UserPoolAddOns: { AdvancedSecurityMode: 'ENFORCED' },
    });
  });
});

describe('the identity pool', () => {
  it('maps the user pool’s sub to a principal tag', () => {
    expect(one('AWS::Cognito::IdentityPoolPrincipalTag')).toMatchObject({
      PrincipalTags: { sub: 'sub' },
      UseDefaults: false,
    });
    const roles = ofType(assembly, 'AWS::IAM::Role', stack).map(([, { Properties }]) =>
      JSON.stringify(Properties),
    );
    expect(roles.filter((role) => role.includes('"sts:TagSession"'))).toHaveLength(1);
  });

  it('lets users read and list their own prefix, and write only photo and mask', () => {
    const own = `users/\${aws:PrincipalTag/sub}/`;
    const allowed = permissions(assembly, stack).map(({ Action, Resource, Condition }) => ({
      actions: Action,
      keys: Resource.map((resource) => /"\/(users[^"]*)"/.exec(JSON.stringify(resource))?.[1]).sort(),
      condition: Condition,
    }));

    expect(allowed).toEqual([
      { actions: ['s3:GetObject'], keys: [`${own}*`], condition: undefined },
      {
        actions: ['s3:PutObject'],
        keys: uploads.map((name) => `${own}sessions/*/${name}`),
        condition: undefined,
      },
      {
        actions: ['s3:ListBucket'],
        keys: [undefined],
        condition: { StringLike: { 's3:prefix': `${own}*` } },
      },
    ]);
  });

  it('gives guests a role without permissions', () => {
    const roles = ofType(assembly, 'AWS::IAM::Role', stack);
    const withPolicies = new Set(permissions(assembly, stack).map(({ role }) => role));
    const guest = roles.find(([, { Properties }]) =>
      JSON.stringify(Properties).includes('"unauthenticated"'),
    );

    expect(guest).toBeDefined();
    expect(withPolicies.has(guest?.[0] ?? '')).toBe(false);
    expect(guest?.[1].Properties).not.toHaveProperty('ManagedPolicyArns');
    expect(guest?.[1].Properties).not.toHaveProperty('Policies');
  });
});
