import { describe, expect, it } from 'vitest';
import { readSettings } from '#infra/config.ts';
import { imageTag } from '#infra/models/image-tag.ts';
import { permissions } from './policies.ts';
import { ofType, type Resource, withoutFunctions } from './stacks.ts';

const stack = 'Gen3D-Inference';
const assembly = withoutFunctions();
const { scaling } = readSettings().inference;

const all = (type: string): Resource['Properties'][] =>
  ofType(assembly, type, stack).map(([, { Properties }]) => Properties);

describe('the endpoint', () => {
  it('runs the image of these sources with both models under one prefix', () => {
    const [model = {}] = all('AWS::SageMaker::Model');

    expect(JSON.stringify(model)).toContain(`:${imageTag()}"`);
    expect(model).toMatchObject({
      PrimaryContainer: {
        ModelDataSource: { S3DataSource: { S3DataType: 'S3Prefix', CompressionType: 'None' } },
        Environment: {
          GEN3D_CAPACITY: '4',
          GEN3D_DECODER_URL: 'https://web.gen3d.invalid/public/sam3-decoder.onnx',
          MAX_PHOTO_PIXELS: '16777216',
        },
      },
    });
    expect(JSON.stringify(model)).toMatch(/"S3Uri":.*"\/models\/"/);
  });

  it('uses the distilled first stage for low quality only when the setting asks for it', () => {
    const modelsWith = (gen3d: object) =>
      JSON.stringify(ofType(withoutFunctions(gen3d), 'AWS::SageMaker::Model', stack));

    expect(modelsWith({})).not.toContain('GEN3D_DISTILLED_LOW');
    expect(modelsWith({ inference: { distilledLow: true } })).toContain('"GEN3D_DISTILLED_LOW":"true"');
  });

  it('is asynchronous: four concurrent jobs, notifications, and the maximum startup time', () => {
    const [config = {}] = all('AWS::SageMaker::EndpointConfig');

    expect(config).toMatchObject({
      ProductionVariants: [
        {
          InstanceType: 'ml.g5.2xlarge',
          InferenceAmiVersion: 'al2023-ami-sagemaker-inference-gpu-4-1',
          ModelDataDownloadTimeoutInSeconds: 3_600,
          ContainerStartupHealthCheckTimeoutInSeconds: 3_600,
        },
      ],
      AsyncInferenceConfig: {
        ClientConfig: { MaxConcurrentInvocationsPerInstance: 4 },
        OutputConfig: {
          NotificationConfig: { SuccessTopic: expect.anything(), ErrorTopic: expect.anything() },
        },
      },
    });
    expect(JSON.stringify(config)).toMatch(/"S3OutputPath":.*sagemaker-async-output\//);
    expect(JSON.stringify(config)).toMatch(/"S3FailurePath":.*sagemaker-async-failure\//);
  });

  it('has a log group with a retention of 30 days', () => {
    const [endpoint] = ofType(assembly, 'AWS::SageMaker::Endpoint', stack);
    const [logs] = ofType(assembly, 'AWS::Logs::LogGroup', stack);

    expect(endpoint?.[1].Properties.EndpointName).toBe('gen3d-sam3-sam3d-endpoint');
    expect(logs?.[1].Properties).toMatchObject({
      LogGroupName: '/aws/sagemaker/Endpoints/gen3d-sam3-sam3d-endpoint',
      RetentionInDays: 30,
    });
    expect(endpoint?.[1].DependsOn).toContain(logs?.[0]);
  });

  it('may publish to both topics', () => {
    const publish = permissions(assembly, stack).filter(({ Action }) => Action.includes('sns:Publish'));

    expect(new Set(publish.flatMap(({ Resource }) => Resource).map((one) => JSON.stringify(one))).size).toBe(
      2,
    );
  });
});

describe('scaling', () => {
  it('goes from zero to five instances', () => {
    expect(all('AWS::ApplicationAutoScaling::ScalableTarget')).toEqual([
      expect.objectContaining({
        ResourceId: 'endpoint/gen3d-sam3-sam3d-endpoint/variant/AllTraffic',
        ScalableDimension: 'sagemaker:variant:DesiredInstanceCount',
        MinCapacity: 0,
        MaxCapacity: 5,
      }),
    ]);
  });

  it('targets a backlog of one request per instance', () => {
    expect(all('AWS::ApplicationAutoScaling::ScalingPolicy')).toContainEqual(
      expect.objectContaining({
        PolicyType: 'TargetTrackingScaling',
        TargetTrackingScalingPolicyConfiguration: {
          TargetValue: 1,
          ScaleInCooldown: scaling.scaleInCooldown,
          ScaleOutCooldown: scaling.scaleOutCooldown,
          CustomizedMetricSpecification: {
            Namespace: 'AWS/SageMaker',
            MetricName: 'ApproximateBacklogSizePerInstance',
            Statistic: 'Average',
            Dimensions: [{ Name: 'EndpointName', Value: 'gen3d-sam3-sam3d-endpoint' }],
          },
        },
      }),
    );
  });

  it('starts the first instance for the first request', () => {
    const wake = ofType(assembly, 'AWS::ApplicationAutoScaling::ScalingPolicy', stack).find(
      ([, { Properties }]) => Properties.PolicyType === 'StepScaling',
    );
    const [alarm] = all('AWS::CloudWatch::Alarm');

    expect(wake?.[1].Properties.StepScalingPolicyConfiguration).toMatchObject({
      AdjustmentType: 'ChangeInCapacity',
      StepAdjustments: [{ MetricIntervalLowerBound: 0, ScalingAdjustment: scaling.wakeInstances }],
    });
    expect(alarm).toMatchObject({
      MetricName: 'HasBacklogWithoutCapacity',
      Threshold: 1,
      ComparisonOperator: 'GreaterThanOrEqualToThreshold',
      Period: 60,
      EvaluationPeriods: 3,
      AlarmActions: [{ Ref: wake?.[0] }],
    });
  });
});
