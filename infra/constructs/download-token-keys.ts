import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { CfnRotationSchedule, Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { Construct } from 'constructs';
import type { Settings } from '#infra/config.ts';
import { rotateTicketKey } from '#tasks/manifest.ts';
import { TaskFunction } from './task-function.ts';

export interface DownloadTokenKeysProps {
  readonly settings: Settings;
}

/** Signing keys of the download tokens, by key id. Each rotation adds a key and keeps the previous one. */
export class DownloadTokenKeys extends Construct {
  readonly secret: Secret;

  constructor(scope: Construct, id: string, { settings }: DownloadTokenKeysProps) {
    super(scope, id);
    this.secret = new Secret(this, 'Secret', {
      description: 'Signing keys of the download tokens, by key id',
      generateSecretString: {
        secretStringTemplate: JSON.stringify({ current: 'k1' }),
        generateStringKey: 'k1',
        passwordLength: 64,
        excludePunctuation: true,
      },
    });
    const rotation = this.rotation(settings);
    const schedule = new CfnRotationSchedule(this, 'Schedule', {
      secretId: this.secret.secretArn,
      rotationLambdaArn: rotation.functionArn,
      rotationRules: { automaticallyAfterDays: settings.kept.ticketKey },
      rotateImmediatelyOnUpdate: false,
    });
    schedule.node.addDependency(rotation);
  }

  private rotation(settings: Settings): TaskFunction {
    const { secretArn } = this.secret;
    const rotation = new TaskFunction(this, 'Rotate', {
      handler: rotateTicketKey,
      settings,
      variables: { TICKET_SECRET_ID: secretArn, TICKET_SECONDS: `${settings.links.ticket}` },
    });
    rotation.addToRolePolicy(
      new PolicyStatement({
        actions: [
          'secretsmanager:DescribeSecret',
          'secretsmanager:GetSecretValue',
          'secretsmanager:PutSecretValue',
          'secretsmanager:UpdateSecretVersionStage',
        ],
        resources: [secretArn],
      }),
    );
    rotation.addPermission('SecretsManager', {
      principal: new ServicePrincipal('secretsmanager.amazonaws.com'),
      sourceArn: secretArn,
    });
    return rotation;
  }
}
