import type { RecordedResult } from '#contracts/callback.ts';
import { parseJson } from '#contracts/json.ts';
import {
  type ModelAnswer,
  ModelAnswer as ModelAnswerContract,
  ModelErrorCode,
} from '#contracts/model-job.ts';
import type { InferenceStage } from '#contracts/workflow.ts';

const maxMessage = 1_000;

/** Rejects an answer of another stage than the requested one. */
export function forStage(result: RecordedResult, stage: InferenceStage): RecordedResult {
  if (result.kind === 'failure') return result;
  const task = stage === 'embedding' ? 'get_embedding' : 'generate_3d';
  return result.answer.task === task ? result : invalid(`it is not an answer to ${task}`);
}

/** The record of an answer that cannot be used. */
export function invalid(why: string): RecordedResult {
  return {
    kind: 'failure',
    error: { code: 'ModelAnswerInvalid', message: `The model's answer is invalid: ${why}.` },
  };
}

/** Records an error of the model. An unknown code becomes `ModelFailed`. */
export function modelError(error: { code: string; message: string }): RecordedResult {
  const known = ModelErrorCode.safeParse(error.code);
  return {
    kind: 'failure',
    error: { code: known.success ? known.data : 'ModelFailed', message: error.message.slice(0, maxMessage) },
  };
}

/** The answer in a text, undefined when it is none. */
export function parseAnswer(text: string): ModelAnswer | undefined {
  return ModelAnswerContract.safeParse(parseJson(text)).data;
}
