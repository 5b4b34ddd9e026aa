import { Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import {
  BlockPublicAccess,
  Bucket,
  BucketEncryption,
  HttpMethods,
  type LifecycleRule,
  ObjectOwnership,
} from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { asyncFailurePrefix, asyncOutputPrefix, publicPrefix } from '#contracts/keys.ts';
import type { Settings } from '#infra/config.ts';
import { deployedNames } from '#infra/names.ts';

export interface ObjectStoreProps {
  readonly settings: Settings;
}

const closed = {
  blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
  encryption: BucketEncryption.S3_MANAGED,
  enforceSSL: true,
  minimumTLSVersion: 1.2,
  objectOwnership: ObjectOwnership.BUCKET_OWNER_ENFORCED,
  removalPolicy: RemovalPolicy.RETAIN,
} as const;

/** The bucket of user objects, model outputs, weights and public files, and the bucket of its access logs. */
export class ObjectStore extends Construct {
  readonly bucket: Bucket;

  constructor(scope: Construct, id: string, { settings }: ObjectStoreProps) {
    super(scope, id);
    const { account, region } = Stack.of(this);
    this.bucket = new Bucket(this, 'Objects', {
      ...closed,
      bucketName: deployedNames(settings).bucket(settings.bucketPrefix, account, region),
      versioned: true,
      bucketKeyEnabled: true,
      serverAccessLogsBucket: this.accessLogs(settings),
      serverAccessLogsPrefix: 'objects/',
      cors: [
        {
          allowedOrigins: [settings.webOrigin],
          allowedMethods: [HttpMethods.GET, HttpMethods.HEAD, HttpMethods.POST],
          allowedHeaders: ['*'],
          exposedHeaders: ['ETag'],
          maxAge: 3_000,
        },
      ],
      lifecycleRules: lifecycle(settings),
    });
    this.publish();
  }

  private accessLogs({ kept }: Settings): Bucket {
    return new Bucket(this, 'AccessLogs', {
      ...closed,
      lifecycleRules: [
        {
          id: 'logs',
          expiration: Duration.days(kept.accessLogs),
          abortIncompleteMultipartUploadAfter: Duration.days(1),
        },
      ],
    });
  }

  /** Lets CloudFront read `public/`. Any distribution of the account may, since the page's one does not exist yet. */
  private publish(): void {
    const { account } = Stack.of(this);
    this.bucket.addToResourcePolicy(
      new PolicyStatement({
        sid: 'PublicThroughCloudFront',
        principals: [new ServicePrincipal('cloudfront.amazonaws.com')],
        actions: ['s3:GetObject'],
        resources: [this.bucket.arnForObjects(`${publicPrefix}*`)],
        conditions: {
          StringEquals: { 'aws:SourceAccount': account },
          ArnLike: {
            'aws:SourceArn': Stack.of(this).formatArn({
              service: 'cloudfront',
              region: '',
              resource: 'distribution',
              resourceName: '*',
            }),
          },
        },
      }),
    );
  }
}

function lifecycle({ kept }: Settings): LifecycleRule[] {
  const answers = Duration.days(kept.asyncAnswers);
  return [
    { id: 'async-output', prefix: asyncOutputPrefix, expiration: answers },
    { id: 'async-failure', prefix: asyncFailurePrefix, expiration: answers },
    { id: 'sessions', prefix: 'users/', expiration: Duration.days(kept.sessions) },
    {
      id: 'leftovers',
      noncurrentVersionExpiration: Duration.days(kept.oldVersions),
      expiredObjectDeleteMarker: true,
      abortIncompleteMultipartUploadAfter: Duration.days(1),
    },
  ];
}
