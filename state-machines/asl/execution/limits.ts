/** Service limits and missing choices: errors that no expression causes. */

/** 256 KiB of UTF-8, AWS's payload limit. */
export const MAX_BYTES = 262_144;

/** No condition of a Choice holds and it has no Default. AWS documents the name, but no recording shows the events. */
export class NoChoiceMatched extends Error {
  override readonly name = 'States.NoChoiceMatched';
  constructor(state: string) {
    super(`No choices matched and no Default was specified in the Choice state '${state}'.`);
  }
}

/** A state's output is larger than 256 KiB. */
export class ResultTooLarge extends Error {
  override readonly name = 'States.DataLimitExceeded';
  readonly previousEventId: number;
  constructor(source: string, previousEventId: number) {
    super(
      `The state/task '${source}' returned a result with a size exceeding the maximum number of bytes service limit.`,
    );
    this.previousEventId = previousEventId;
  }
}
