import { Duration } from 'aws-cdk-lib';
import type { ITable } from 'aws-cdk-lib/aws-dynamodb';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import {
  Choice,
  Condition,
  DefinitionBody,
  type IChainable,
  QueryLanguage,
  type StateMachineProps,
  StateMachineType,
  Succeed,
  type TaskStateBase,
} from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import { maskWait } from './mask-wait.ts';
import { lambdaTask, retryInference, sessionFacts } from './tasks.ts';
import { inferenceTimeout, type SessionTimes } from './times.ts';

/** Functions that the session state machine calls. */
export interface WorkflowFunctions {
  readonly validateInput: IFunction;
  readonly requestInference: IFunction;
  readonly checkOutput: IFunction;
  readonly validateMask: IFunction;
  readonly notifySuccess: IFunction;
  readonly handleError: IFunction;
}

export interface SessionDefinitionProps {
  readonly functions: WorkflowFunctions;
  readonly table: ITable;
  readonly times: SessionTimes;
}

const redriveCount = '{% $states.context.Execution.RedriveCount %}';
const pinned = (variable: string) => `{% {'key': ${variable}.key, 'version': ${variable}.version} %}`;

/** Properties of a `StateMachine` construct that runs sessions. */
export function sessionMachine(scope: Construct, props: SessionDefinitionProps) {
  return {
    stateMachineType: StateMachineType.STANDARD,
    queryLanguage: QueryLanguage.JSONATA,
    // States need a scope of their own, because functions have the same names.
    definitionBody: DefinitionBody.fromChainable(sessionDefinition(new Construct(scope, 'States'), props)),
    comment: 'Gen3D: one user session, from a photo to an email with a 3D model',
    timeout: Duration.seconds(props.times.machine),
  } satisfies StateMachineProps;
}

/**
 * The session: photo → embedding → mask → reconstruction → email. `npm run generate` writes it to `session.asl.json`.
 * @returns the start of the chain
 */
function sessionDefinition(scope: Construct, props: SessionDefinitionProps): IChainable {
  const { validateInput, requestEmbedding, checkEmbedding, waitForMask } = firstHalf(scope, props);
  const { validateMask, maskAccepted, requestReconstruction, checkReconstruction, notifySuccess } =
    secondHalf(scope, props);
  const { handleError, resume } = errorHandling(scope, props);

  validateInput.next(requestEmbedding);
  requestEmbedding.next(waitForMask);
  checkEmbedding.next(waitForMask);
  waitForMask.next(validateMask);
  validateMask.next(maskAccepted);
  maskAccepted
    .when(Condition.jsonata('{% $states.input.accepted %}'), requestReconstruction, {
      assign: { mask: '{% $states.input.mask %}' },
    })
    .when(Condition.jsonata(`{% $maskRound + 1 < ${props.times.maskRefusals} %}`), waitForMask, {
      assign: { maskRound: '{% $maskRound + 1 %}', maskRefusal: '{% $states.input.reason %}' },
    })
    .otherwise(handleError);
  requestReconstruction.next(notifySuccess);
  checkReconstruction.next(notifySuccess);
  notifySuccess.next(sessionSucceeded(scope));

  requestEmbedding.addCatch(checkEmbedding, { errors: ['States.Timeout'] });
  requestReconstruction.addCatch(checkReconstruction, { errors: ['States.Timeout'] });
  waitForMask.addCatch(handleError, {
    errors: ['States.Timeout'],
    assign: failure('WaitForMask', {
      Error: 'MaskDeadlinePassed',
      Cause: 'No valid mask was submitted before the deadline.',
    }),
  });
  const caught = (task: TaskStateBase, resumeAt: string) =>
    task.addCatch(handleError, { assign: failure(resumeAt, '{% $states.errorOutput %}') });
  caught(validateInput, 'ValidateInput');
  caught(requestEmbedding, 'RequestEmbedding');
  caught(checkEmbedding, 'RequestEmbedding');
  caught(waitForMask, 'WaitForMask');
  caught(validateMask, 'ValidateMask');
  caught(requestReconstruction, 'RequestReconstruction');
  caught(checkReconstruction, 'RequestReconstruction');
  caught(notifySuccess, 'NotifySuccess');

  handleError.next(resume);
  const resumeAt = (state: TaskStateBase) =>
    resume.when(Condition.jsonata(`{% $states.input.resume = '${state.id}' %}`), state);
  for (const state of [validateInput, requestEmbedding, waitForMask, validateMask, requestReconstruction])
    resumeAt(state);
  resume.otherwise(notifySuccess);
  return validateInput;
}

/** Variables that HandleError reads. `failedAtRedrive` separates a first failure from a redrive of it. */
function failure(failedState: string, error: string | { Error: string; Cause: string }) {
  return { failedState, failedAtRedrive: redriveCount, caughtError: error };
}

function firstHalf(scope: Construct, { functions, table, times }: SessionDefinitionProps) {
  const deadline = `{% $millis() + ${times.maskPatience * 1000} %}`;
  const validateInput = lambdaTask(scope, 'ValidateInput', {
    comment: 'Prepares the photo and pins its version. All later states use that version.',
    function: functions.validateInput,
    payload: { ...sessionFacts, image_key: '{% $states.context.Execution.Input.image_key %}' },
    timeout: times.preparePhoto,
    assign: { image: '{% $states.result.Payload.image %}', maskRound: 0, maskRefusal: null },
    outputs: '{% $states.result.Payload %}',
  });
  const requestEmbedding = lambdaTask(scope, 'RequestEmbedding', {
    comment: 'Requests the image embedding. The SNS notification answers the task token.',
    function: functions.requestInference,
    payload: {
      ...sessionFacts,
      stage: 'embedding',
      round: 0,
      attempt: '{% $states.context.State.RetryCount %}',
      token: '{% $states.context.Task.Token %}',
      image: pinned('$image'),
      request_ttl_seconds: times.embeddingTtl,
      invocation_timeout_seconds: times.embeddingInvocation,
    },
    timeout: inferenceTimeout(times.embeddingTtl, times.embeddingInvocation, times.answerMargin),
    waitForTaskToken: true,
    assign: { maskDeadline: deadline },
    outputs: '{% $states.result %}',
  });
  retryInference(requestEmbedding, times.inferenceRetryInterval);
  const checkEmbedding = lambdaTask(scope, 'CheckEmbedding', {
    comment: 'No answer in time. Checks whether the embedding exists, in case the notification was lost.',
    function: functions.checkOutput,
    payload: { ...sessionFacts, stage: 'embedding', round: 0 },
    timeout: times.task,
    assign: { maskDeadline: deadline },
    outputs: '{% $states.result.Payload %}',
  });
  return {
    validateInput,
    requestEmbedding,
    checkEmbedding,
    waitForMask: maskWait(scope, 'WaitForMask', table),
  };
}

function secondHalf(scope: Construct, { functions, times }: SessionDefinitionProps) {
  const validateMask = lambdaTask(scope, 'ValidateMask', {
    comment: 'Prepares the mask and pins its version. A rejected mask is a result, not an error.',
    function: functions.validateMask,
    payload: {
      ...sessionFacts,
      round: '{% $maskRound %}',
      image: '{% $image %}',
      mask: '{% $submission.mask %}',
      quality: '{% $submission.quality %}',
    },
    timeout: times.prepareMask,
    outputs: '{% $states.result.Payload %}',
  });
  const maskAccepted = Choice.jsonata(scope, 'MaskAccepted?', {
    comment: 'Accepted: reconstruct. Rejected: wait again, with the reason. Rejected too often: fail.',
    assign: failure('WaitForMask', {
      Error: 'MaskRefusedTooOften',
      Cause: `${times.maskRefusals} masks were rejected. The status has the last reason.`,
    }),
  });
  const requestReconstruction = lambdaTask(scope, 'RequestReconstruction', {
    comment: 'Requests the 3D model of the object that the mask selects.',
    function: functions.requestInference,
    payload: {
      ...sessionFacts,
      stage: 'reconstruction',
      round: '{% $maskRound %}',
      attempt: '{% $states.context.State.RetryCount %}',
      token: '{% $states.context.Task.Token %}',
      image: pinned('$image'),
      mask: pinned('$mask'),
      quality: '{% $submission.quality %}',
      seed: '{% $exists($submission.seed) ? $submission.seed : null %}',
      request_ttl_seconds: times.reconstructionTtl,
      invocation_timeout_seconds: times.reconstructionInvocation,
    },
    timeout: inferenceTimeout(times.reconstructionTtl, times.reconstructionInvocation, times.answerMargin),
    waitForTaskToken: true,
    assign: { reconstruction: '{% $states.result %}' },
    outputs: '{% $states.result %}',
  });
  retryInference(requestReconstruction, times.inferenceRetryInterval);
  const checkReconstruction = lambdaTask(scope, 'CheckReconstruction', {
    comment: 'No answer in time. Checks whether the model exists, in case the notification was lost.',
    function: functions.checkOutput,
    payload: { ...sessionFacts, stage: 'reconstruction', round: '{% $maskRound %}' },
    timeout: times.task,
    assign: { reconstruction: '{% $states.result.Payload %}' },
    outputs: '{% $states.result.Payload %}',
  });
  const notifySuccess = lambdaTask(scope, 'NotifySuccess', {
    comment:
      'Completes the session, then sends the emails. An email that cannot be sent does not fail the session.',
    function: functions.notifySuccess,
    payload: { ...sessionFacts, result: '{% $reconstruction %}' },
    timeout: times.task,
    outputs: '{% $states.result.Payload %}',
  });
  return { validateMask, maskAccepted, requestReconstruction, checkReconstruction, notifySuccess };
}

function errorHandling(scope: Construct, { functions, times }: SessionDefinitionProps) {
  const handleError = lambdaTask(scope, 'HandleError', {
    comment:
      'Fails the session, sends the emails, then fails with the classified error. In a redrive it returns the state to resume.',
    function: functions.handleError,
    payload: {
      ...sessionFacts,
      failed_at_redrive: '{% $failedAtRedrive %}',
      failed_state: '{% $failedState %}',
      error: '{% $caughtError %}',
    },
    timeout: times.task,
    // A redrive long after the failure must give the user the full time again.
    assign: {
      maskDeadline: `{% $millis() + ${times.maskPatience * 1000} %}`,
      maskRound: 0,
      maskRefusal: null,
    },
    outputs: '{% $states.result.Payload %}',
  });
  const resume = Choice.jsonata(scope, 'Resume?', {
    comment: 'Reached only by a redrive. Resumes the state that failed.',
  });
  return { handleError, resume };
}

function sessionSucceeded(scope: Construct): Succeed {
  return Succeed.jsonata(scope, 'SessionSucceeded', {
    comment: 'The model is stored and its owner is notified.',
    outputs: {
      job_id: '{% $states.context.Execution.Input.job_id %}',
      output_s3_key: '{% $reconstruction.output_s3_key %}',
    },
  });
}
