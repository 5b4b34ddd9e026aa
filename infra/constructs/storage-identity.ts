import {
  CfnIdentityPool,
  CfnIdentityPoolPrincipalTag,
  CfnIdentityPoolRoleAttachment,
  type UserPool,
  type UserPoolClient,
} from 'aws-cdk-lib/aws-cognito';
import { FederatedPrincipal, type IPrincipal, PolicyStatement, Role } from 'aws-cdk-lib/aws-iam';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { maskExtensions } from '#contracts/mask/formats.ts';
import { uploadExtensions } from '#contracts/photo/formats.ts';

export interface StorageIdentityProps {
  readonly name: string;
  readonly bucket: IBucket;
  readonly userPool: UserPool;
  readonly client: UserPoolClient;
}

const identityService = 'cognito-identity.amazonaws.com';

/** Prefix of a user's objects. It has the user pool's `sub`, not the identity id. */
const ownObjects = `users/\${aws:PrincipalTag/sub}/`;

/** The only objects that users write themselves. */
const uploads = [
  ...Object.values(uploadExtensions).map((extension) => `original_image.${extension}`),
  ...Object.values(maskExtensions).map((extension) => `mask_final.${extension}`),
];

/** AWS credentials that give signed-in users access to their own objects. Guest credentials allow nothing. */
export class StorageIdentity extends Construct {
  readonly identityPoolId: string;
  readonly userRole: Role;

  constructor(scope: Construct, id: string, props: StorageIdentityProps) {
    super(scope, id);
    const { userPool, client } = props;
    const pool = new CfnIdentityPool(this, 'Pool', {
      identityPoolName: props.name,
      // CloudFront serves `public/`, so the guest role needs no permission.
      allowUnauthenticatedIdentities: true,
      allowClassicFlow: false,
      cognitoIdentityProviders: [
        {
          clientId: client.userPoolClientId,
          providerName: userPool.userPoolProviderName,
          // Revokes access to new credentials after a global sign-out.
          serverSideTokenCheck: true,
        },
      ],
    });
    this.identityPoolId = pool.ref;
    new CfnIdentityPoolPrincipalTag(this, 'Tags', {
      identityPoolId: pool.ref,
      identityProviderName: userPool.userPoolProviderName,
      principalTags: { sub: 'sub' },
      useDefaults: false,
    });
    this.userRole = this.users(pool, props.bucket);
    const guestRole = new Role(this, 'GuestRole', {
      description: 'Gen3D guests: no permissions',
      assumedBy: holders(pool, 'unauthenticated'),
    });
    new CfnIdentityPoolRoleAttachment(this, 'Roles', {
      identityPoolId: pool.ref,
      roles: { authenticated: this.userRole.roleArn, unauthenticated: guestRole.roleArn },
    });
  }

  private users(pool: CfnIdentityPool, bucket: IBucket): Role {
    const role = new Role(this, 'UserRole', {
      description: 'Gen3D users: their own objects',
      assumedBy: holders(pool, 'authenticated'),
    });
    role.addToPolicy(
      new PolicyStatement({ actions: ['s3:GetObject'], resources: [bucket.arnForObjects(`${ownObjects}*`)] }),
    );
    role.addToPolicy(
      new PolicyStatement({
        actions: ['s3:PutObject'],
        resources: uploads.map((name) => bucket.arnForObjects(`${ownObjects}sessions/*/${name}`)),
      }),
    );
    role.addToPolicy(
      new PolicyStatement({
        actions: ['s3:ListBucket'],
        resources: [bucket.bucketArn],
        conditions: { StringLike: { 's3:prefix': `${ownObjects}*` } },
      }),
    );
    return role;
  }
}

/** Identities of this pool. Assuming the role also sets their session tags. */
function holders(pool: CfnIdentityPool, kind: 'authenticated' | 'unauthenticated'): IPrincipal {
  const principal = new FederatedPrincipal(
    identityService,
    {
      StringEquals: { [`${identityService}:aud`]: pool.ref },
      'ForAnyValue:StringLike': { [`${identityService}:amr`]: kind },
    },
    'sts:AssumeRoleWithWebIdentity',
  );
  return kind === 'authenticated' ? principal.withSessionTags() : principal;
}
