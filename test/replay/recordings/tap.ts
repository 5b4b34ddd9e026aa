import { z } from 'zod';

const ApiRequest = z.looseObject({ httpMethod: z.string(), resource: z.string() });
const Notified = z.looseObject({
  Records: z.array(z.looseObject({ Sns: z.looseObject({ Message: z.string() }) })),
});
const StatusChange = z.looseObject({
  source: z.literal('aws.states'),
  detail: z.looseObject({ status: z.string(), name: z.string() }),
});

/** Collects the events that functions receive from the API, topics and rules, in order. */
export class Tap {
  readonly #requests = new Map<string, unknown>();
  readonly #notifications: { message: string; event: unknown }[] = [];
  readonly #statusChanges = new Map<string, unknown>();

  readonly called = (_functionName: string, payload: string): void => {
    const event: unknown = JSON.parse(payload);
    const request = ApiRequest.safeParse(event).data;
    const message = Notified.safeParse(event).data?.Records[0]?.Sns.Message;
    const change = StatusChange.safeParse(event).data;
    if (request !== undefined)
      this.#keep(this.#requests, nameOf(request.httpMethod, request.resource), event);
    if (message !== undefined) this.#notifications.push({ message, event });
    if (change !== undefined) this.#keep(this.#statusChanges, change.detail.status.toLowerCase(), event);
  };

  /** The first request of each route, by a name for its file. */
  get requests(): ReadonlyMap<string, unknown> {
    return this.#requests;
  }

  /** The first change to each status. */
  get statusChanges(): ReadonlyMap<string, unknown> {
    return this.#statusChanges;
  }

  /** Notifications about a session, in order of arrival. */
  notificationsOf(jobId: string): unknown[] {
    return this.#notifications
      .filter(({ message }) => message.includes(`/${jobId}/`))
      .map(({ event }) => event);
  }

  #keep(events: Map<string, unknown>, name: string, event: unknown): void {
    if (!events.has(name)) events.set(name, event);
  }
}

function nameOf(method: string, resource: string): string {
  const words = resource.match(/\w+/g) ?? [];
  return [method.toLowerCase(), ...words].join('-').replaceAll('_', '-');
}
