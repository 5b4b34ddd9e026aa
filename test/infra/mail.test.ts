import { App } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { describe, expect, it } from 'vitest';
import { readSettings, type SettingsInput } from '#infra/config.ts';
import { isOfDomain } from '#infra/settings/mail.ts';
import { MailStack } from '#infra/stacks/mail.ts';

const env = { account: '111111111111', region: 'eu-central-1' };
const addresses = { senderEmail: 'noreply@example.com', adminEmail: 'admin@example.org' };

function mailTemplate(settings: SettingsInput = {}): Template {
  const app = new App({ analyticsReporting: false });
  return Template.fromStack(
    new MailStack(app, 'Mail', { env, settings: readSettings({ ...addresses, ...settings }) }),
  );
}

function identities(template: Template): unknown[] {
  return Object.values(template.findResources('AWS::SES::EmailIdentity')).map(
    ({ Properties }) => Properties.EmailIdentity,
  );
}

describe('the email stack', () => {
  const template = mailTemplate();

  it('suppresses bounced and complaining addresses, and requires TLS', () => {
    template.hasResourceProperties('AWS::SES::ConfigurationSet', {
      Name: 'gen3d-mail',
      SuppressionOptions: { SuppressedReasons: ['BOUNCE', 'COMPLAINT'] },
      DeliveryOptions: { TlsPolicy: 'REQUIRE' },
      ReputationOptions: { ReputationMetricsEnabled: true },
    });
  });

  it('notifies the admin of bounces and complaints, and counts every email', () => {
    template.hasResourceProperties('AWS::SES::ConfigurationSetEventDestination', {
      EventDestination: {
        MatchingEventTypes: Match.arrayWith(['bounce', 'complaint']),
        SnsDestination: { TopicARN: Match.anyValue() },
      },
    });
    template.hasResourceProperties('AWS::SES::ConfigurationSetEventDestination', {
      EventDestination: {
        MatchingEventTypes: ['send', 'delivery', 'bounce', 'complaint', 'reject'],
        CloudWatchDestination: {
          DimensionConfigurations: [
            {
              DimensionName: 'ses:configuration-set',
              DimensionValueSource: 'messageTag',
              DefaultDimensionValue: 'gen3d-mail',
            },
          ],
        },
      },
    });
    template.hasResourceProperties('AWS::SNS::Subscription', {
      Protocol: 'email',
      Endpoint: 'admin@example.org',
    });
  });

  it('lets SES publish for this account, over TLS only', () => {
    template.hasResourceProperties('AWS::SNS::TopicPolicy', {
      PolicyDocument: {
        Statement: Match.arrayWith([
          Match.objectLike({ Effect: 'Deny', Condition: { Bool: { 'aws:SecureTransport': 'false' } } }),
          Match.objectLike({
            Effect: 'Allow',
            Action: 'sns:Publish',
            Principal: { Service: 'ses.amazonaws.com' },
            Condition: { StringEquals: Match.objectLike({ 'AWS:SourceAccount': env.account }) },
          }),
        ]),
      },
    });
  });
});

describe('identities', () => {
  it('are the sender and, in the sandbox, the admin', () => {
    expect(identities(mailTemplate())).toEqual(
      expect.arrayContaining(['noreply@example.com', 'admin@example.org']),
    );
    expect(identities(mailTemplate({ mail: { sandbox: false } }))).toEqual(['noreply@example.com']);
  });

  it('are a domain with three DNS records as outputs, which covers its own addresses', () => {
    const template = mailTemplate({ mail: { domain: 'example.com' }, adminEmail: 'info@lab.example.com' });

    expect(identities(template)).toEqual(['example.com']);
    expect(Object.keys(template.findOutputs('*'))).toEqual(['DkimRecord1', 'DkimRecord2', 'DkimRecord3']);
  });

  it('are not created for a sender that exists', () => {
    expect(identities(mailTemplate({ mail: { senderExists: true, sandbox: false } }))).toEqual([]);
  });

  it("must be of the sender's domain", () => {
    expect(() => readSettings({ ...addresses, mail: { domain: 'example.net' } })).toThrow(
      'Setting "senderEmail" must be an address of example.net',
    );
    expect(isOfDomain('a@notexample.com', 'example.com')).toBe(false);
    expect(isOfDomain('a@Mail.Example.com', 'example.com')).toBe(true);
  });
});
