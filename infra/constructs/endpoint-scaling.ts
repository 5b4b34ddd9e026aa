import { CfnScalableTarget, CfnScalingPolicy } from 'aws-cdk-lib/aws-applicationautoscaling';
import { CfnAlarm } from 'aws-cdk-lib/aws-cloudwatch';
import type { CfnEndpoint } from 'aws-cdk-lib/aws-sagemaker';
import { Construct } from 'constructs';
import type { InferenceSettings } from '#infra/settings/inference.ts';
import { variantName } from './async-endpoint.ts';

export interface EndpointScalingProps {
  readonly endpoint: CfnEndpoint;
  readonly endpointName: string;
  readonly scaling: InferenceSettings['scaling'];
}

/**
 * Scales the endpoint with its queue, down to zero. Target tracking keeps the backlog per instance. At zero instances it
 * would wait until the backlog exceeds the target, so an alarm starts the first instance.
 */
export class EndpointScaling extends Construct {
  constructor(scope: Construct, id: string, props: EndpointScalingProps) {
    super(scope, id);
    const { endpoint, scaling } = props;
    const target = new CfnScalableTarget(this, 'Instances', {
      serviceNamespace: 'sagemaker',
      resourceId: `endpoint/${props.endpointName}/variant/${variantName}`,
      scalableDimension: 'sagemaker:variant:DesiredInstanceCount',
      minCapacity: scaling.minInstances,
      maxCapacity: scaling.maxInstances,
    });
    target.node.addDependency(endpoint);
    const dimensions = [{ name: 'EndpointName', value: props.endpointName }];
    new CfnScalingPolicy(this, 'Backlog', {
      policyName: `${props.endpointName}-backlog`,
      policyType: 'TargetTrackingScaling',
      scalingTargetId: target.ref,
      targetTrackingScalingPolicyConfiguration: {
        targetValue: scaling.backlogPerInstance,
        scaleInCooldown: scaling.scaleInCooldown,
        scaleOutCooldown: scaling.scaleOutCooldown,
        customizedMetricSpecification: {
          namespace: 'AWS/SageMaker',
          metricName: 'ApproximateBacklogSizePerInstance',
          statistic: 'Average',
          dimensions,
        },
      },
    });
    this.wake(target, dimensions, props);
  }

  private wake(
    target: CfnScalableTarget,
    dimensions: { name: string; value: string }[],
    { endpointName, scaling }: EndpointScalingProps,
  ): void {
    const wake = new CfnScalingPolicy(this, 'Wake', {
      policyName: `${endpointName}-wake`,
      policyType: 'StepScaling',
      scalingTargetId: target.ref,
      stepScalingPolicyConfiguration: {
        adjustmentType: 'ChangeInCapacity',
        metricAggregationType: 'Average',
        cooldown: scaling.wakeCooldown,
        stepAdjustments: [{ metricIntervalLowerBound: 0, scalingAdjustment: scaling.wakeInstances }],
      },
    });
    new CfnAlarm(this, 'Asleep', {
      alarmDescription: 'Requests wait while no instance runs. Starts one.',
      namespace: 'AWS/SageMaker',
      metricName: 'HasBacklogWithoutCapacity',
      dimensions,
      statistic: 'Average',
      period: 60,
      evaluationPeriods: scaling.wakeMinutes,
      datapointsToAlarm: scaling.wakeMinutes,
      threshold: 1,
      comparisonOperator: 'GreaterThanOrEqualToThreshold',
      treatMissingData: 'missing',
      alarmActions: [wake.ref],
    });
  }
}
