import { lambdaAuthorizer } from './authorizer.ts';
import { type Change, inDefinitions, omit } from './changes.ts';
import { endpointAsOutputs } from './endpoint.ts';
import { claimsAsObject, handlersInCommonJs } from './handlers.ts';

const noSageMaker = 'MiniStack has no SageMaker.';
const noScaling = 'MiniStack has no Application Auto Scaling.';
const unknownType = 'MiniStack does not support the type.';
const noRuntime =
  "CDK's function for it uses the AWS SDK of Lambda's runtime, which MiniStack does not have without Docker.";
const noRedrive = 'MiniStack does not support redrive, and its context object has no counts.';

/** Every difference between the deployments on MiniStack and AWS, in order of application. See docs/explanation/ministack.md. */
export const differences: readonly Change[] = [
  endpointAsOutputs,
  omit('AWS::SageMaker::Endpoint', noSageMaker),
  omit('AWS::SageMaker::EndpointConfig', noSageMaker),
  omit('AWS::SageMaker::Model', noSageMaker),
  omit('AWS::ApplicationAutoScaling::ScalableTarget', noScaling),
  omit('AWS::ApplicationAutoScaling::ScalingPolicy', noScaling),
  omit('AWS::Cognito::ManagedLoginBranding', unknownType),
  omit('AWS::Cognito::IdentityPoolPrincipalTag', unknownType),
  omit('AWS::Budgets::Budget', unknownType),
  omit('AWS::Logs::MetricFilter', unknownType),
  omit('AWS::Logs::QueryDefinition', unknownType),
  omit('AWS::SecretsManager::RotationSchedule', unknownType),
  omit('AWS::XRay::SamplingRule', unknownType),
  omit('AWS::CloudFront::ResponseHeadersPolicy', unknownType),
  omit('AWS::CloudFront::OriginAccessControl', unknownType),
  omit('AWS::CloudFront::Function', unknownType),
  omit('AWS::CloudWatch::Alarm', "MiniStack's CloudFormation supports only alarms on one metric.", {
    that: 'uses metric math',
    is: ({ Metrics }) => Metrics !== undefined,
  }),
  omit('Custom::S3AutoDeleteObjects', noRuntime),
  handlersInCommonJs,
  lambdaAuthorizer,
  claimsAsObject,
  inDefinitions('$states.context.Execution.RedriveCount', '0', noRedrive),
  inDefinitions('$states.context.State.RetryCount', '0', noRedrive),
  inDefinitions(
    '$fromMillis($maskDeadline)',
    "'2100-01-01T00:00:00.000Z'",
    "MiniStack's JSONata has no $fromMillis.",
  ),
  inDefinitions(
    '"{% $max([1, $ceil(($maskDeadline - $millis()) / 1000)]) %}"',
    '86400',
    'MiniStack accepts only numbers as TimeoutSeconds.',
  ),
];
