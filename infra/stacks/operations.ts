import { ArnFormat, Stack, type StackProps } from 'aws-cdk-lib';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { EmailSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import type { Settings } from '#infra/config.ts';
import { Alarms } from '#infra/constructs/operations/alarms.ts';
import { MonthlyBudget } from '#infra/constructs/operations/budget.ts';
import { SessionDashboard } from '#infra/constructs/operations/dashboard.ts';
import { LogFilters } from '#infra/constructs/operations/log-filters.ts';
import { deployedMetrics } from '#infra/constructs/operations/metrics.ts';
import { SavedQueries } from '#infra/constructs/operations/queries.ts';
import { type DeployedNames, deployedNames } from '#infra/names.ts';
import { prices } from '#infra/prices.ts';
import { functionNames } from '#tasks/manifest.ts';

export interface OperationsStackProps extends StackProps {
  readonly settings: Settings;
}

/**
 * Dashboard, alarms, log queries and budget. Refers to the other stacks by name, so it only needs them to be deployed
 * first. Every queue in the app is a dead letter queue.
 */
export class OperationsStack extends Stack {
  constructor(scope: Construct, id: string, props: OperationsStackProps) {
    super(scope, id, props);
    const { settings } = props;
    const deployed = deployedNames(settings);
    const metrics = deployedMetrics(deployed, this.stateMachineArn(deployed));
    const functions = functionNames.map((name) => [name, deployed.function(name)] as const);
    const queues = this.node.root.node
      .findAll()
      .flatMap((construct) => (construct instanceof Queue ? construct.queueName : []));
    const topic = this.topic(settings);
    this.logs(deployed);
    const alarms = new Alarms(this, 'Alarms', {
      metrics,
      settings: settings.operations,
      topic,
      functions,
      queues,
    });
    new SessionDashboard(this, 'Overview', {
      deployed,
      metrics,
      queues,
      alarms: alarms.all,
      instanceHour: priceOf(settings.inference.instanceType),
    });
    new MonthlyBudget(this, 'Spend', {
      name: deployed.budget,
      limit: settings.operations.monthlyBudget,
      topic,
    });
  }

  private stateMachineArn({ stateMachine }: DeployedNames): string {
    return this.formatArn({
      service: 'states',
      resource: 'stateMachine',
      resourceName: stateMachine,
      arnFormat: ArnFormat.COLON_RESOURCE_NAME,
    });
  }

  private topic({ adminEmail }: Settings): Topic {
    const topic = new Topic(this, 'Alerts', { displayName: 'Gen3D alarms', enforceSSL: true });
    // A topic policy replaces the default one, so publishers must be listed.
    topic.addToResourcePolicy(
      new PolicyStatement({
        sid: 'Services',
        principals: ['cloudwatch', 'budgets'].map((name) => new ServicePrincipal(`${name}.amazonaws.com`)),
        actions: ['sns:Publish'],
        resources: [topic.topicArn],
        conditions: { StringEquals: { 'aws:SourceAccount': this.account } },
      }),
    );
    topic.addSubscription(new EmailSubscription(adminEmail));
    return topic;
  }

  private logs(deployed: DeployedNames): void {
    const log = (name: string) => LogGroup.fromLogGroupName(this, `Log-${name}`, name);
    const functionLogs = Object.fromEntries(
      functionNames.map((handler) => [handler, log(`/aws/lambda/${deployed.function(handler)}`)]),
    );
    const accessLog = log(`/aws/apigateway/${deployed.api}`);
    new LogFilters(this, 'LogFilters', { namespace: deployed.metricsNamespace, functionLogs, accessLog });
    new SavedQueries(this, 'Queries', {
      folder: deployed.dashboard,
      functionLogs: Object.values(functionLogs),
      otherLogs: [
        accessLog,
        log(`/aws/vendedlogs/states/${deployed.stateMachine}`),
        log(`/aws/sagemaker/Endpoints/${deployed.endpoint}`),
      ],
    });
  }
}

function priceOf(instanceType: string): number | undefined {
  return Object.entries(prices.sageMaker.instanceHour).find(([type]) => type === instanceType)?.[1];
}
