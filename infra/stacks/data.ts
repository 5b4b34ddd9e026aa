import { CfnOutput, RemovalPolicy, Stack, type StackProps } from 'aws-cdk-lib';
import { AttributeType, Billing, ProjectionType, TableV2 } from 'aws-cdk-lib/aws-dynamodb';
import { Repository, TagMutability } from 'aws-cdk-lib/aws-ecr';
import type { Bucket } from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';
import { names } from '#contracts/names.ts';
import type { Settings } from '#infra/config.ts';
import { Identity } from '#infra/constructs/identity.ts';
import { ObjectStore } from '#infra/constructs/object-store.ts';
import { type DeployedNames, deployedNames } from '#infra/names.ts';

export interface DataStackProps extends StackProps {
  readonly settings: Settings;
}

/** Objects, session rows, users and images. They survive a `cdk destroy`. */
export class DataStack extends Stack {
  readonly bucket: Bucket;
  readonly table: TableV2;
  readonly identity: Identity;
  readonly repository: Repository;

  constructor(scope: Construct, id: string, props: DataStackProps) {
    super(scope, id, props);
    const { settings } = props;
    const deployed = deployedNames(settings);
    this.bucket = new ObjectStore(this, 'Store', { settings }).bucket;
    this.table = this.sessions(deployed);
    this.identity = new Identity(this, 'Identity', { settings, bucket: this.bucket });
    this.repository = this.images(deployed);
    new CfnOutput(this, 'BucketName', { value: this.bucket.bucketName });
    new CfnOutput(this, 'RepositoryUri', { value: this.repository.repositoryUri });
    new CfnOutput(this, 'UserPoolId', { value: this.identity.userPool.userPoolId });
    new CfnOutput(this, 'WebClientId', { value: this.identity.webClient.userPoolClientId });
    new CfnOutput(this, 'IdentityPoolId', { value: this.identity.identityPoolId });
    new CfnOutput(this, 'SignInUrl', { value: this.identity.signInUrl });
  }

  /** Session rows, callback items and email send records. The index has only the attributes of a session list. */
  private sessions(deployed: DeployedNames): TableV2 {
    return new TableV2(this, 'Sessions', {
      tableName: deployed.table,
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

  /** Not in the inference stack: the endpoint needs an image in the repository before it can be created. */
  private images(deployed: DeployedNames): Repository {
    return new Repository(this, 'Repository', {
      repositoryName: deployed.repository,
      imageScanOnPush: true,
      imageTagMutability: TagMutability.IMMUTABLE,
      removalPolicy: RemovalPolicy.RETAIN,
      lifecycleRules: [{ maxImageCount: 5, description: 'the last five images' }],
    });
  }
}
