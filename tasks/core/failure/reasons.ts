import type { Reason } from '#contracts/common.ts';
import type { Failure } from './classify.ts';

const tryAgain = 'Try again. If it keeps happening, contact support and quote the session.';

/** What a user reads for each code. Codes of the photo check are missing: their own message says what to change. */
const sentences: Readonly<Record<string, string>> = {
  ImageUnreadable: "The model couldn't read this photo. Export it again as JPEG or PNG and start again.",
  ImageTooLarge: 'This photo has too many pixels for the model. Scale it down and start again.',
  MaskUnreadable: "The model couldn't read this mask. Export it again as PNG and start again.",
  MaskSizeMismatch:
    "The mask and the photo differ in size. Export the mask at the photo's size and start again.",
  MaskEmpty: 'The selection has nothing that the model can use. Select more of the object and start again.',
  MaskDeadlinePassed: 'The time to select an object ran out. Start again.',
  MaskRefusedTooOften: "Too many selections couldn't be used. Start again.",
  OutOfMemory: 'This object needs too much memory. Try a smaller photo.',
  ModelFailed: `The model failed on this photo. ${tryAgain}`,
  ModelTimedOut: 'This took too long. Try a smaller photo.',
  ModelAnswerInvalid: `The model's result couldn't be used. ${tryAgain}`,
  WorkerDied: `The model stopped unexpectedly. ${tryAgain}`,
  InferenceTimedOut: `The model did not answer in time. ${tryAgain}`,
  InferenceExpired: `The model was too busy to start in time. ${tryAgain}`,
  InvalidJob: `The model did not accept the job. ${tryAgain}`,
  ObjectMissing: 'The photo or the mask is missing. Start again.',
  StorageDenied: `The model couldn't access its files. ${tryAgain}`,
  StorageFull: `There was no space to store the model. ${tryAgain}`,
  SessionTimedOut: 'This took too long. Start again.',
  SessionStopped: 'An operator stopped this. Start again, or contact support.',
  StepTimedOut: `A step took too long. ${tryAgain}`,
  ServiceUnavailable: `A service that Gen3D needs was unavailable. ${tryAgain}`,
};

/** The reason that a user reads: a stable code and a sentence, never an internal message. */
export function reasonFor({ code, cause }: Failure): Reason {
  if (code.startsWith('Photo')) return { code, message: cause };
  const sentence = Object.hasOwn(sentences, code) ? sentences[code] : undefined;
  if (sentence !== undefined) return { code, message: sentence };
  return { code: 'InternalError', message: `Something went wrong on our side. ${tryAgain}` };
}
