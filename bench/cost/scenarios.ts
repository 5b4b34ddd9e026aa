/** One session's times, in seconds. */
export interface Scenario {
  readonly name: string;
  /** From asking the endpoint to its answer: a start from zero or the queue, and the work. */
  readonly embedding: number;
  readonly reconstruction: number;
  /** That the user takes for the mask. */
  readonly mask: number;
}

/**
 * Guesses from what was seen of SAM 3 and SAM 3D Objects on other GPUs, nothing being measured on an A10G: an
 * embedding with its change of models, a reconstruction in the middle of 40 to 90 s with its changes of models.
 */
export const work = { embedding: 10, reconstruction: 75 } as const;
/** What a start from zero with 13 GB of weights was seen to take. */
export const coldStart = 600;

/** A session whose first job waits so long for an instance. */
export function sessionWith(name: string, start: number, mask: number): Scenario {
  return { name, embedding: start + work.embedding, reconstruction: work.reconstruction, mask };
}

export const scenarios: readonly Scenario[] = [
  sessionWith('endpoint warm, mask in 1 min', 0, 60),
  sessionWith('endpoint warm, mask in 10 min', 0, 600),
  sessionWith('endpoint at zero, mask in 1 min', coldStart, 60),
  sessionWith('endpoint at zero, mask in 10 min', coldStart, 600),
];
