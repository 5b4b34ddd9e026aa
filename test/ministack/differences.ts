import { claimsAsObject, lambdaAuthorizer } from './authorizer.ts';
import { type Change, inDefinitions, leaveOut } from './changes.ts';
import { endpointAsOutputs } from './endpoint.ts';

const noSageMaker = 'MiniStack has no SageMaker.';
const noRedrive = 'MiniStack knows no redrive, and leaves the counts out of the context object.';

/** Everything that is not deployed on MiniStack as it is on AWS, in order; `docs/ministack.md` tells it in words. */
export const differences: readonly Change[] = [
  endpointAsOutputs,
  leaveOut('AWS::SageMaker::Endpoint', noSageMaker),
  leaveOut('AWS::SageMaker::EndpointConfig', noSageMaker),
  leaveOut('AWS::SageMaker::Model', noSageMaker),
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
