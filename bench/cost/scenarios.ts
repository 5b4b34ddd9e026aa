/** One session's times, in seconds. */
export interface Scenario {
  readonly name: string;
  /** Until an instance takes the first job: a start from zero, or the queue. */
  readonly start: number;
  /** From the model's taking a job to its answer. */
  readonly embedding: number;
  readonly reconstruction: number;
  /** That the user takes for the mask. */
  readonly mask: number;
}

/**
 * Guesses from what was seen of SAM 3 and SAM 3D Objects on other GPUs, nothing being measured on an A10G: an
 * embedding with its change of models, a reconstruction in the middle of 40 to 90 s with its changes of models.
 */
export const jobs = { embedding: 10, reconstruction: 75 } as const;
/** What a start from zero with 13 GB of weights was seen to take. */
export const coldStart = 600;

export const scenarios: readonly Scenario[] = [
  { name: 'endpoint warm, mask in 1 min', start: 0, mask: 60, ...jobs },
  { name: 'endpoint warm, mask in 10 min', start: 0, mask: 600, ...jobs },
  { name: 'endpoint at zero, mask in 1 min', start: coldStart, mask: 60, ...jobs },
  { name: 'endpoint at zero, mask in 10 min', start: coldStart, mask: 600, ...jobs },
];
