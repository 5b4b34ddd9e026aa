/** The times of one session, in seconds. */
export interface Scenario {
  readonly name: string;
  /** From the request to the endpoint's answer: the start of an instance or the queue, and the work. */
  readonly embedding: number;
  readonly reconstruction: number;
  /** Time that the user takes for the mask. */
  readonly mask: number;
}

/**
 * GPU seconds, including the swap of models. Estimates from SAM 3 and SAM 3D Objects on other GPUs, where a
 * reconstruction takes 40 to 90 s; nothing was measured on an A10G.
 */
export const work = { embedding: 10, reconstruction: 75 } as const;
/** Seconds from zero to a ready instance with 13 GB of weights, as observed. */
export const coldStart = 600;

/** A session whose first job waits `start` seconds for an instance. */
export function sessionWith(name: string, start: number, mask: number): Scenario {
  return { name, embedding: start + work.embedding, reconstruction: work.reconstruction, mask };
}

export const scenarios: readonly Scenario[] = [
  sessionWith('endpoint warm, mask in 1 min', 0, 60),
  sessionWith('endpoint warm, mask in 10 min', 0, 600),
  sessionWith('endpoint at zero, mask in 1 min', coldStart, 60),
  sessionWith('endpoint at zero, mask in 10 min', coldStart, 600),
];
