/**
 * Replaces `@smithy/core/event-streams` in the bundles. No function streams events, and the SDK's dynamic import of it
 * prevents esbuild from removing other unused code.
 */
const absent = () => {
  throw new Error('This bundle has no event streams. See tasks/core/module-overrides.');
};

export class EventStreamSerde {
  constructor() {
    absent();
  }
}

/** Every client of a service with event streams imports it. Only its streaming calls use it. */
export const eventStreamSerdeProvider = () => ({ serialize: absent, deserialize: absent });

export function resolveEventStreamSerdeConfig<T extends object>(config: T) {
  return { ...config, eventStreamMarshaller: eventStreamSerdeProvider() };
}
