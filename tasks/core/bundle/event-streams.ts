/**
 * Takes the place of `@smithy/core/event-streams` in the bundles: no call of ours streams events, and the SDK's
 * loading of it on demand would keep esbuild from leaving out what else no function calls.
 */
const absent = () => {
  throw new Error('This bundle holds no event streams: see tasks/core/bundle.');
};

export class EventStreamSerde {
  constructor() {
    absent();
  }
}

/** Asked for by every client of a service that has event streams, used by its streaming calls only. */
export const eventStreamSerdeProvider = () => ({ serialize: absent, deserialize: absent });

export function resolveEventStreamSerdeConfig<T extends object>(config: T) {
  return { ...config, eventStreamMarshaller: eventStreamSerdeProvider() };
}
