import { ArnFormat, Stack } from 'aws-cdk-lib';
import type { ITable } from 'aws-cdk-lib/aws-dynamodb';
import { type IGrantable, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import type { ISecret } from 'aws-cdk-lib/aws-secretsmanager';
import type { DeployedNames } from '#infra/names.ts';
import { asyncFailurePrefix, asyncOutputPrefix } from '#tasks/core/keys.ts';
import { modelObjects } from './endpoint-role.ts';
import type { SessionFunctionSet } from './session-functions.ts';

export interface Permitted {
  readonly bucket: IBucket;
  readonly table: ITable;
  readonly ticketSecret: ISecret;
  readonly stateMachineArn: string;
  readonly deployed: DeployedNames;
}

const photos = ['users/*/original_image.jpg', 'users/*/original_image.png'];
const mask = 'users/*/mask_final.png';
const metadata = 'users/*/metadata.json';
const asyncObjects = [`${asyncOutputPrefix}*`, `${asyncFailurePrefix}*`];

/** Gives each function what its SDK calls need, and no more. */
export function permitSession(functions: SessionFunctionSet, permitted: Permitted): void {
  const grants = new Grants(permitted);
  const { table } = grants;

  table(functions.initialize, 'GetItem', 'PutItem');
  grants.read(functions.initialize, ...photos);
  grants.write(functions.initialize, metadata);
  grants.execution(functions.initialize, 'StartExecution');

  table(functions.reconstruct, 'GetItem', 'UpdateItem');
  grants.read(functions.reconstruct, mask);
  grants.answerTokens(functions.reconstruct, 'Success');

  table(functions.status, 'GetItem', 'UpdateItem');
  grants.write(functions.status, metadata);
  grants.execution(functions.status, 'StartExecution', 'DescribeExecution');

  table(functions.uploads, 'GetItem');
  grants.read(functions.uploads, ...photos);
  grants.write(functions.uploads, ...photos, mask);

  table(functions.sessions, 'GetItem', 'UpdateItem', 'Query');
  grants.read(functions.sessions, 'users/*');
  grants.sweep(functions.sessions);
  grants.execution(functions.sessions, 'StopExecution');

  table(functions.download, 'GetItem');
  grants.read(functions.download, 'users/*/output_mesh.ply');
  grants.ticketKeys(functions.download);

  table(functions.validateInput, 'GetItem', 'UpdateItem');
  grants.read(functions.validateInput, ...photos);

  table(functions.requestInference, 'GetItem', 'UpdateItem');
  grants.answerTokens(functions.requestInference, 'Success', 'Failure');
  grants.invokeEndpoint(functions.requestInference);

  table(functions.checkOutput, 'GetItem');
  grants.read(functions.checkOutput, ...asyncObjects, ...modelObjects);

  table(functions.validateMask, 'GetItem', 'UpdateItem');
  grants.read(functions.validateMask, mask);

  table(functions.notifySuccess, 'GetItem', 'PutItem', 'UpdateItem');
  grants.read(functions.notifySuccess, metadata);
  grants.ticketKeys(functions.notifySuccess);
  grants.sendMail(functions.notifySuccess);

  table(functions.handleError, 'GetItem', 'PutItem', 'UpdateItem');
  grants.read(functions.handleError, metadata);
  grants.sendMail(functions.handleError);

  table(functions.inferenceResult, 'GetItem', 'UpdateItem');
  grants.read(functions.inferenceResult, ...asyncObjects, ...modelObjects);
  grants.sweep(functions.inferenceResult);
  grants.answerTokens(functions.inferenceResult, 'Success', 'Failure');

  table(functions.executionStatus, 'GetItem', 'PutItem', 'UpdateItem');
  grants.read(functions.executionStatus, metadata);
  grants.sweep(functions.executionStatus);
  grants.sendMail(functions.executionStatus);
}

class Grants {
  private readonly permitted: Permitted;

  constructor(permitted: Permitted) {
    this.permitted = permitted;
  }

  readonly table = (grantee: IGrantable, ...actions: string[]): void => {
    const { table } = this.permitted;
    table.grant(grantee, ...actions.map((action) => `dynamodb:${action}`));
  };

  /** Missing means 404, not 403: S3 says so only to those who may list. */
  read(grantee: IGrantable, ...keys: string[]): void {
    this.objects(grantee, ['s3:GetObject', 's3:GetObjectVersion'], keys);
    allow(grantee, ['s3:ListBucket'], [this.permitted.bucket.bucketArn]);
  }

  write(grantee: IGrantable, ...keys: string[]): void {
    this.objects(grantee, ['s3:PutObject'], keys);
  }

  /** Deletes a session's objects, all versions of them. */
  sweep(grantee: IGrantable): void {
    this.objects(grantee, ['s3:DeleteObject', 's3:DeleteObjectVersion'], ['users/*', ...asyncObjects]);
    allow(grantee, ['s3:ListBucketVersions'], [this.permitted.bucket.bucketArn]);
  }

  /** Starting names the machine; describing and stopping name its executions. */
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

  ticketKeys(grantee: IGrantable): void {
    allow(grantee, ['secretsmanager:GetSecretValue'], [this.permitted.ticketSecret.secretArn]);
  }

  sendMail(grantee: IGrantable): void {
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
