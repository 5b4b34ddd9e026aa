import { lambdaAuthorizer } from './authorizer.ts';
import { type Change, inDefinitions, leaveOut } from './changes.ts';
import { endpointAsOutputs } from './endpoint.ts';
import { claimsAsObject, handlersInCommonJs } from './handlers.ts';

const noSageMaker = 'MiniStack has no SageMaker.';
const noScaling = 'MiniStack has no Application Auto Scaling.';
const unknownType = 'MiniStack does not know the type.';
const noRuntime =
  "The function behind it is CDK's own and wants what Lambda's runtime brings along (an AWS SDK); without Docker it is not there.";
const noRedrive = 'MiniStack knows no redrive, and leaves the counts out of the context object.';

/** Everything that is not deployed on MiniStack as it is on AWS, in order; `docs/ministack.md` tells it in words. */
export const differences: readonly Change[] = [
  endpointAsOutputs,
  leaveOut('AWS::SageMaker::Endpoint', noSageMaker),
  leaveOut('AWS::SageMaker::EndpointConfig', noSageMaker),
  leaveOut('AWS::SageMaker::Model', noSageMaker),
  leaveOut('AWS::ApplicationAutoScaling::ScalableTarget', noScaling),
  leaveOut('AWS::ApplicationAutoScaling::ScalingPolicy', noScaling),
  leaveOut('AWS::Cognito::ManagedLoginBranding', unknownType),
  leaveOut('AWS::Cognito::IdentityPoolPrincipalTag', unknownType),
  leaveOut('AWS::Budgets::Budget', unknownType),
  leaveOut('AWS::Logs::MetricFilter', unknownType),
  leaveOut('AWS::Logs::QueryDefinition', unknownType),
  leaveOut('AWS::SecretsManager::RotationSchedule', unknownType),
  leaveOut('AWS::XRay::SamplingRule', unknownType),
  leaveOut('AWS::CloudFront::ResponseHeadersPolicy', unknownType),
  leaveOut('AWS::CloudFront::OriginAccessControl', unknownType),
  leaveOut('AWS::CloudFront::Function', unknownType),
  leaveOut('AWS::CloudWatch::Alarm', "MiniStack's CloudFormation makes alarms on one metric only.", {
    that: 'computes with metrics',
    is: ({ Metrics }) => Metrics !== undefined,
  }),
  leaveOut('Custom::S3AutoDeleteObjects', noRuntime),
  handlersInCommonJs,
  lambdaAuthorizer,
  claimsAsObject,
  inDefinitions('$states.context.Execution.RedriveCount', '0', noRedrive),
  inDefinitions('$states.context.State.RetryCount', '0', noRedrive),
  inDefinitions(
    '$fromMillis($maskDeadline)',
    "'2100-01-01T00:00:00.000Z'",
    'Its JSONata has no $fromMillis.',
  ),
  inDefinitions(
    '"{% $max([1, $ceil(($maskDeadline - $millis()) / 1000)]) %}"',
    '86400',
    'It takes numbers only for TimeoutSeconds.',
  ),
];
