import { Duration } from 'aws-cdk-lib';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { CfnRotationSchedule, Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { Construct } from 'constructs';
import type { Settings } from '#infra/config.ts';
import { TaskFunction } from './task-function.ts';

export interface TicketKeysProps {
  readonly settings: Settings;
}

/** The keys that download tickets are signed with, by id: a new one is made again and again, and the former kept. */
export class TicketKeys extends Construct {
  readonly secret: Secret;

  constructor(scope: Construct, id: string, { settings }: TicketKeysProps) {
    super(scope, id);
    this.secret = new Secret(this, 'Secret', {
      description: 'Keys of the download tickets, by key id',
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

  private rotation(settings: Settings): TaskFunction<'rotate-ticket-key'> {
    const { secretArn } = this.secret;
    const rotation = new TaskFunction(this, 'Rotate', {
      name: 'rotate-ticket-key',
      description: 'Secrets Manager: a new key for the download tickets',
      timeout: Duration.seconds(25),
      settings,
      environment: { TICKET_SECRET_ID: secretArn, TICKET_SECONDS: `${settings.links.ticket}` },
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
