import { CfnOutput, Stack, type StackProps } from 'aws-cdk-lib';
import {
  CloudWatchDimensionSource,
  ConfigurationSet,
  ConfigurationSetTlsPolicy,
  EmailIdentity,
  EmailSendingEvent,
  EventDestination,
  Identity,
  SuppressionReasons,
} from 'aws-cdk-lib/aws-ses';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { EmailSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import type { Construct } from 'constructs';
import type { Settings } from '#infra/config.ts';
import { mailDimension } from '#infra/constructs/operations/metrics.ts';
import { deployedNames } from '#infra/names.ts';
import { isOfDomain } from '#infra/settings/mail.ts';

export interface MailStackProps extends StackProps {
  readonly settings: Settings;
}

/** Email identities and delivery events. The functions refer to the configuration set by name. */
export class MailStack extends Stack {
  constructor(scope: Construct, id: string, props: MailStackProps) {
    super(scope, id, props);
    const { settings } = props;
    const set = this.configurationSet(settings);
    if (!settings.mail.senderExists) this.sender(settings, set);
    if (settings.mail.sandbox && !coveredBySender(settings)) {
      new EmailIdentity(this, 'Admin', { identity: Identity.email(settings.adminEmail) });
    }
  }

  /** SES sends nothing more to addresses that bounced or complained. Such events alert the admin and are counted. */
  private configurationSet(settings: Settings): ConfigurationSet {
    const configurationSetName = deployedNames(settings).mailConfiguration;
    const set = new ConfigurationSet(this, 'Configuration', {
      configurationSetName,
      suppressionReasons: SuppressionReasons.BOUNCES_AND_COMPLAINTS,
      tlsPolicy: ConfigurationSetTlsPolicy.REQUIRE,
      reputationMetrics: true,
    });
    set.addEventDestination('Metrics', {
      events: [
        EmailSendingEvent.SEND,
        EmailSendingEvent.DELIVERY,
        EmailSendingEvent.BOUNCE,
        EmailSendingEvent.COMPLAINT,
        EmailSendingEvent.REJECT,
      ],
      destination: EventDestination.cloudWatchDimensions([
        {
          name: mailDimension,
          source: CloudWatchDimensionSource.MESSAGE_TAG,
          defaultValue: configurationSetName,
        },
      ]),
    });
    set.addEventDestination('Events', {
      events: [EmailSendingEvent.BOUNCE, EmailSendingEvent.COMPLAINT, EmailSendingEvent.REJECT],
      destination: EventDestination.snsTopic(this.events(settings)),
    });
    return set;
  }

  private events({ adminEmail }: Settings): Topic {
    const topic = new Topic(this, 'Events', {
      displayName: 'Gen3D emails that did not arrive',
      enforceSSL: true,
    });
    topic.addSubscription(new EmailSubscription(adminEmail));
    return topic;
  }

  private sender({ senderEmail, mail }: Settings, configurationSet: ConfigurationSet): void {
    const identity = mail.domain === undefined ? Identity.email(senderEmail) : Identity.domain(mail.domain);
    const sender = new EmailIdentity(this, 'Sender', { identity, configurationSet });
    if (mail.domain === undefined) return;
    for (const [index, { name, value }] of sender.dkimRecords.entries()) {
      new CfnOutput(this, `DkimRecord${index + 1}`, {
        description: 'DNS record that verifies the domain',
        value: `${name} CNAME ${value}`,
      });
    }
  }
}

/** Whether the sender's identity also covers the admin's address. */
function coveredBySender({ senderEmail, adminEmail, mail }: Settings): boolean {
  return adminEmail === senderEmail || (mail.domain !== undefined && isOfDomain(adminEmail, mail.domain));
}
