import type { Reason } from '../contracts/common.ts';
import type { Failure } from './classify.ts';

const tryAgain = 'Please try again; if it happens again, tell us the session.';

/** What a user reads for each code. Codes of the photo check are not here: their own message says what to change. */
const sentences: Readonly<Record<string, string>> = {
  ImageUnreadable: 'The model could not read the photo: save it anew as JPEG or PNG and start again.',
  ImageTooLarge: 'The photo has too many pixels for the model: scale it down and start again.',
  MaskUnreadable: 'The model could not read the mask: save it anew as PNG and start again.',
  MaskSizeMismatch: 'Mask and photo differ in size: make a mask of the upright photo and start again.',
  MaskEmpty: 'The mask selects nothing that the model can use: select more of the object and start again.',
  MaskDeadlinePassed: 'No usable mask came in time: start again when you have a moment to pick the object.',
  MaskRefusedTooOften: 'Too many masks could not be used: start again and pick the object anew.',
  OutOfMemory: `The object was too much for the model's memory: try a lower quality or a smaller photo.`,
  ModelFailed: `The model failed on this photo. ${tryAgain}`,
  ModelTimedOut: 'The model took too long: try a lower quality or a smaller photo.',
  ModelAnswerInvalid: `The model's answer could not be used. ${tryAgain}`,
  WorkerDied: `The model stopped in the middle of the work. ${tryAgain}`,
  InferenceTimedOut: `The model did not answer in time. ${tryAgain}`,
  InferenceExpired: `The model was too busy to begin in time. ${tryAgain}`,
  InvalidJob: `The model did not accept the job. ${tryAgain}`,
  ObjectMissing: 'The photo or the mask was gone when the model looked for it: start again.',
  StorageDenied: `The model could not reach its files. ${tryAgain}`,
  StorageFull: `There was no room to store the model. ${tryAgain}`,
  SessionTimedOut: 'The session took longer than a session may take: start again.',
  SessionStopped: 'The session was stopped by an operator: start again, or ask why.',
  StepTimedOut: `A step of the session took too long. ${tryAgain}`,
  ServiceUnavailable: `A service that the session needs was not answering. ${tryAgain}`,
};

/** What a user is told: a stable code with a sentence that says what to do, never an internal message. */
export function reasonFor({ code, cause }: Failure): Reason {
  if (code.startsWith('Photo')) return { code, message: cause };
  const sentence = Object.hasOwn(sentences, code) ? sentences[code] : undefined;
  if (sentence !== undefined) return { code, message: sentence };
  return { code: 'InternalError', message: `Something failed on our side. ${tryAgain}` };
}
