import { Stack } from 'aws-cdk-lib';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { Topic } from 'aws-cdk-lib/aws-sns';

/** Lets services publish for this account. A topic with a policy of its own lets nobody else do so. */
export function allowServices(topic: Topic, ...services: string[]): void {
  topic.addToResourcePolicy(
    new PolicyStatement({
      sid: 'Services',
      principals: services.map((service) => new ServicePrincipal(service)),
      actions: ['sns:Publish'],
      resources: [topic.topicArn],
      conditions: { StringEquals: { 'aws:SourceAccount': Stack.of(topic).account } },
    }),
  );
}
