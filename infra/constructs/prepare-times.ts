import type { Settings } from '#infra/config.ts';

/** Seconds between the end of a function and the timeout of its state, which then receives the function's error. */
export const stateMargin = 5;

/** Seconds that a function has for storage beside its decoder, which ends before it. */
const storageMargin = 10;

/** How long the decoders may take, as environment variables of the functions. */
export function prepareTimes({ times }: Settings) {
  const decoder = (state: number) => `${state - stateMargin - storageMargin}`;
  return {
    PREPARE_PHOTO_SECONDS: decoder(times.preparePhoto),
    PREPARE_MASK_SECONDS: decoder(times.prepareMask),
  };
}
