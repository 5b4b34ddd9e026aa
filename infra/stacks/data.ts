import { Duration, RemovalPolicy, Stack, type StackProps } from 'aws-cdk-lib';
import { AttributeType, Billing, ProjectionType, TableV2 } from 'aws-cdk-lib/aws-dynamodb';
import {
  BlockPublicAccess,
  Bucket,
  BucketEncryption,
  HttpMethods,
  ObjectOwnership,
} from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';
import type { Settings } from '#infra/config.ts';
import { Identity } from '#infra/constructs/identity.ts';
import { asyncFailurePrefix, asyncOutputPrefix } from '#tasks/core/keys.ts';
import { names } from '#tasks/core/names.ts';

export interface DataStackProps extends StackProps {
  readonly settings: Settings;
}

/** What is kept: objects, session rows and users. Nothing here goes with a `cdk destroy`. */
export class DataStack extends Stack {
  readonly bucket: Bucket;
  readonly table: TableV2;
  readonly identity: Identity;

  constructor(scope: Construct, id: string, props: DataStackProps) {
    super(scope, id, props);
    this.bucket = this.objects(props.settings);
    this.table = this.sessions();
    this.identity = new Identity(this, 'Identity', { webOrigin: props.settings.webOrigin });
  }

  private objects(settings: Settings): Bucket {
    const closed = {
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      enforceSSL: true,
      objectOwnership: ObjectOwnership.BUCKET_OWNER_ENFORCED,
      removalPolicy: RemovalPolicy.RETAIN,
    };
    const accessLogs = new Bucket(this, 'AccessLogs', {
      ...closed,
      encryption: BucketEncryption.S3_MANAGED,
      lifecycleRules: [{ expiration: Duration.days(90) }],
    });
    return new Bucket(this, 'Objects', {
      ...closed,
      bucketName: `${settings.bucketPrefix}-${this.account}-${this.region}`,
      versioned: true,
      encryption: BucketEncryption.S3_MANAGED,
      serverAccessLogsBucket: accessLogs,
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
      lifecycleRules: [
        { id: 'async-output', prefix: asyncOutputPrefix, expiration: Duration.days(7) },
        { id: 'async-failure', prefix: asyncFailurePrefix, expiration: Duration.days(7) },
        { id: 'sessions', prefix: 'users/', expiration: Duration.days(90) },
        {
          id: 'leftovers',
          noncurrentVersionExpiration: Duration.days(30),
          abortIncompleteMultipartUploadAfter: Duration.days(1),
        },
      ],
    });
  }

  /** Session rows, callback items and mail marks; the index holds only what a list of sessions shows. */
  private sessions(): TableV2 {
    return new TableV2(this, 'Sessions', {
      tableName: names.table,
      partitionKey: { name: 'job_id', type: AttributeType.STRING },
      billing: Billing.onDemand(),
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
      timeToLiveAttribute: 'expires_at',
      deletionProtection: true,
      removalPolicy: RemovalPolicy.RETAIN,
      globalSecondaryIndexes: [
        {
          indexName: names.userIndex,
          partitionKey: { name: 'user_id', type: AttributeType.STRING },
          sortKey: { name: 'created_at', type: AttributeType.STRING },
          projectionType: ProjectionType.INCLUDE,
          nonKeyAttributes: [
            'session_id',
            'status',
            'task',
            'stage',
            'progress',
            'updated_at',
            'reason',
            'deleted_at',
          ],
        },
      ],
    });
  }
}
