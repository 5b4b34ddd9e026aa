import { ArnFormat, Stack } from 'aws-cdk-lib';
import type { ITable } from 'aws-cdk-lib/aws-dynamodb';
import { type IGrantable, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import type { ISecret } from 'aws-cdk-lib/aws-secretsmanager';
import { asyncFailurePrefix, asyncOutputPrefix } from '#contracts/keys.ts';
import { maskExtensions } from '#contracts/mask/formats.ts';
import { uploadExtensions } from '#contracts/photo/formats.ts';
import type { DeployedNames } from '#infra/names.ts';
import { modelObjects } from './endpoint-role.ts';
import type { SessionFunctions } from './session-functions.ts';

export interface PermissionTargets {
  readonly bucket: IBucket;
  readonly table: ITable;
  readonly downloadTokenSecret: ISecret;
  readonly stateMachineArn: string;
  readonly deployed: DeployedNames;
}

const photos = Object.values(uploadExtensions).map((extension) => `users/*/original_image.${extension}`);
const masks = Object.values(maskExtensions).map((extension) => `users/*/mask_final.${extension}`);
const preparedPhoto = ['photo.jpg', 'photo.png', 'thumbnail.webp', 'alpha_mask.png'].map(
  (name) => `users/*/${name}`,
);
const preparedMask = 'users/*/mask.png';
const metadata = 'users/*/metadata.json';
const asyncObjects = [`${asyncOutputPrefix}*`, `${asyncFailurePrefix}*`];

/** Grants each function exactly what its SDK calls need. */
export function permitSession(functionOf: SessionFunctions, permitted: PermissionTargets): void {
  const grants = new Grants(permitted);
  const { table } = grants;

  table(functionOf('initialize'), 'GetItem', 'PutItem');
  grants.read(functionOf('initialize'), ...photos);
  grants.write(functionOf('initialize'), metadata);
  grants.execution(functionOf('initialize'), 'StartExecution');

  table(functionOf('reconstruct'), 'GetItem', 'UpdateItem');
  grants.read(functionOf('reconstruct'), ...masks);
  grants.answerTokens(functionOf('reconstruct'), 'Success');

  table(functionOf('status'), 'GetItem', 'UpdateItem');
  grants.write(functionOf('status'), metadata);
  grants.execution(functionOf('status'), 'StartExecution', 'DescribeExecution');

  table(functionOf('uploads'), 'GetItem');
  grants.read(functionOf('uploads'), ...photos);
  grants.write(functionOf('uploads'), ...photos, ...masks);

  table(functionOf('sessions'), 'GetItem', 'UpdateItem', 'Query');
  grants.read(functionOf('sessions'), 'users/*');
  grants.purge(functionOf('sessions'));
  grants.execution(functionOf('sessions'), 'StopExecution');

  table(functionOf('download'), 'GetItem');
  grants.read(functionOf('download'), 'users/*/output_mesh.ply');
  grants.tokenKeys(functionOf('download'));

  table(functionOf('validate-input'), 'GetItem', 'UpdateItem');
  grants.read(functionOf('validate-input'), ...photos);
  grants.replace(functionOf('validate-input'), ...preparedPhoto);

  table(functionOf('request-inference'), 'GetItem', 'UpdateItem');
  grants.answerTokens(functionOf('request-inference'), 'Success', 'Failure');
  grants.invokeEndpoint(functionOf('request-inference'));

  table(functionOf('check-output'), 'GetItem');
  grants.read(functionOf('check-output'), ...asyncObjects, ...modelObjects);

  table(functionOf('validate-mask'), 'GetItem', 'UpdateItem');
  grants.read(functionOf('validate-mask'), ...masks);
  grants.replace(functionOf('validate-mask'), preparedMask);

  table(functionOf('notify-success'), 'GetItem', 'PutItem', 'UpdateItem');
  grants.read(functionOf('notify-success'), metadata);
  grants.tokenKeys(functionOf('notify-success'));
  grants.sendEmail(functionOf('notify-success'));

  table(functionOf('handle-error'), 'GetItem', 'PutItem', 'UpdateItem');
  grants.read(functionOf('handle-error'), metadata);
  grants.sendEmail(functionOf('handle-error'));

  table(functionOf('inference-result'), 'GetItem', 'UpdateItem');
  grants.read(functionOf('inference-result'), ...asyncObjects, ...modelObjects);
  grants.purge(functionOf('inference-result'));
  grants.answerTokens(functionOf('inference-result'), 'Success', 'Failure');

  table(functionOf('execution-status'), 'GetItem', 'PutItem', 'UpdateItem');
  grants.read(functionOf('execution-status'), metadata);
  grants.purge(functionOf('execution-status'));
  grants.sendEmail(functionOf('execution-status'));
}

class Grants {
  private readonly permitted: PermissionTargets;

  constructor(permitted: PermissionTargets) {
    this.permitted = permitted;
  }

  readonly table = (grantee: IGrantable, ...actions: string[]): void => {
    const { table } = this.permitted;
    table.grant(grantee, ...actions.map((action) => `dynamodb:${action}`));
  };

  /** Includes listing: without it, S3 answers 403 instead of 404 for a missing object. */
  read(grantee: IGrantable, ...keys: string[]): void {
    this.objects(grantee, ['s3:GetObject', 's3:GetObjectVersion'], keys);
    allow(grantee, ['s3:ListBucket'], [this.permitted.bucket.bucketArn]);
  }

  write(grantee: IGrantable, ...keys: string[]): void {
    this.objects(grantee, ['s3:PutObject'], keys);
  }

  /** Also deletes versions, which a deleted session must not keep. */
  replace(grantee: IGrantable, ...keys: string[]): void {
    this.objects(grantee, ['s3:PutObject', 's3:DeleteObjectVersion'], keys);
  }

  /** Deletes all versions of a session's objects. */
  purge(grantee: IGrantable): void {
    this.objects(grantee, ['s3:DeleteObject', 's3:DeleteObjectVersion'], ['users/*', ...asyncObjects]);
    allow(grantee, ['s3:ListBucketVersions'], [this.permitted.bucket.bucketArn]);
  }

  /** StartExecution applies to the state machine; the other actions apply to its executions. */
  execution(grantee: IGrantable, ...actions: string[]): void {
    const { stateMachineArn } = this.permitted;
    const executions = Stack.of(this.permitted.bucket).formatArn({
      service: 'states',
      resource: 'execution',
      resourceName: `${this.permitted.deployed.stateMachine}:*`,
      arnFormat: ArnFormat.COLON_RESOURCE_NAME,
    });
    for (const action of actions) {
      allow(grantee, [`states:${action}`], [action === 'StartExecution' ? stateMachineArn : executions]);
    }
  }

  answerTokens(grantee: IGrantable, ...answers: ('Success' | 'Failure')[]): void {
    const actions = answers.map((answer) => `states:SendTask${answer}`);
    allow(grantee, actions, [this.permitted.stateMachineArn]);
  }

  invokeEndpoint(grantee: IGrantable): void {
    const endpoint = Stack.of(this.permitted.bucket).formatArn({
      service: 'sagemaker',
      resource: 'endpoint',
      resourceName: this.permitted.deployed.endpoint,
    });
    allow(grantee, ['sagemaker:InvokeEndpointAsync'], [endpoint]);
  }

  tokenKeys(grantee: IGrantable): void {
    allow(grantee, ['secretsmanager:GetSecretValue'], [this.permitted.downloadTokenSecret.secretArn]);
  }

  sendEmail(grantee: IGrantable): void {
    const identities = Stack.of(this.permitted.bucket).formatArn({
      service: 'ses',
      resource: 'identity',
      resourceName: '*',
    });
    const configuration = Stack.of(this.permitted.bucket).formatArn({
      service: 'ses',
      resource: 'configuration-set',
      resourceName: this.permitted.deployed.mailConfiguration,
    });
    allow(grantee, ['ses:SendEmail'], [identities, configuration]);
  }

  private objects(grantee: IGrantable, actions: string[], keys: string[]): void {
    allow(
      grantee,
      actions,
      keys.map((key) => this.permitted.bucket.arnForObjects(key)),
    );
  }
}

function allow(grantee: IGrantable, actions: string[], resources: string[]): void {
  grantee.grantPrincipal.addToPrincipalPolicy(new PolicyStatement({ actions, resources }));
}
