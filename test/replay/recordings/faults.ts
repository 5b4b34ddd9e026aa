import type { IncomingHttpHeaders } from 'node:http';
import { z } from 'zod';
import type { InvokeFunction } from '#local/emulators/service.ts';

/** A request to a service. */
export interface Call {
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  /** Undefined when it isn't JSON. */
  readonly body: unknown;
}

/** What happens to a call instead of its response, or on the way. */
export type Fault =
  | { readonly kind: 'pass' }
  | {
      readonly kind: 'answer';
      readonly status: number;
      readonly headers?: Record<string, string>;
      readonly body: string;
    }
  /** The connection breaks before the request arrives. */
  | { readonly kind: 'broken' }
  /** The service handles the request and the response is late. */
  | { readonly kind: 'slow'; readonly ms: number }
  /** The notification is never delivered. */
  | { readonly kind: 'lost' }
  /** The notification is delivered twice. */
  | { readonly kind: 'twice' };

/** Targets of faults: states whose calls can fail, and the services behind them. */
export type Place =
  | 'ValidateInput'
  | 'RequestEmbedding'
  | 'CheckEmbedding'
  | 'WaitForMask'
  | 'ValidateMask'
  | 'RequestReconstruction'
  | 'CheckReconstruction'
  | 'NotifySuccess'
  | 'HandleError'
  | 'model'
  | 'endpoint'
  | 'notification';

/** The faults of the first calls of each target, in order. Later calls succeed. */
export type Script = Readonly<Partial<Record<Place, readonly Fault[]>>>;

const states: Readonly<Record<string, Place>> = {
  'validate-input': 'ValidateInput',
  'validate-mask': 'ValidateMask',
  'notify-success': 'NotifySuccess',
  'handle-error': 'HandleError',
  'request-inference embedding': 'RequestEmbedding',
  'request-inference reconstruction': 'RequestReconstruction',
  'check-output embedding': 'CheckEmbedding',
  'check-output reconstruction': 'CheckReconstruction',
};

const Job = z.looseObject({ job_id: z.string(), stage: z.string().optional() });
const Update = z.looseObject({
  Key: z.object({ job_id: z.object({ S: z.string() }) }),
  UpdateExpression: z.string(),
});
const Notification = z.object({ Records: z.array(z.object({ Sns: z.object({ Message: z.string() }) })) });

/** The faults of every session, by job id. */
export class Faults {
  readonly #scripts = new Map<string, Map<Place, Fault[]>>();

  add(jobId: string, script: Script): void {
    const faults = new Map<Place, Fault[]>();
    for (const [place, list] of Object.entries(script)) if (isPlace(place)) faults.set(place, [...list]);
    this.#scripts.set(jobId, faults);
  }

  /** True when all faults of a target have happened. */
  spent(jobId: string, place: Place): boolean {
    return (this.#scripts.get(jobId)?.get(place) ?? []).length === 0;
  }

  /** Faults of the workflow's Lambda calls. */
  readonly lambda = ({ path, body }: Call): Fault | undefined => {
    const job = Job.safeParse(body).data;
    const name = /functions\/[^/]*?gen3d-([\w-]+)\/invocations/.exec(decodeURIComponent(path))?.[1];
    const place = states[job?.stage === undefined ? `${name}` : `${name} ${job.stage}`];
    return job === undefined || place === undefined ? undefined : this.#take(job.job_id, place);
  };

  /** Faults of the write in WaitForMask. */
  readonly dynamodb = ({ body }: Call): Fault | undefined => {
    const update = Update.safeParse(body).data;
    const waits = update?.UpdateExpression.includes('mask_token = :token') === true;
    return waits ? this.#take(update.Key.job_id.S, 'WaitForMask') : undefined;
  };

  /** Faults of the endpoint and of its model. */
  readonly endpoint = ({ body }: Call): Fault | undefined => this.#ofJob(body, 'endpoint');
  readonly model = ({ body }: Call): Fault | undefined => this.#ofJob(body, 'model');

  /** Faults between topics and functions. */
  readonly deliver = (invoke: InvokeFunction): InvokeFunction => {
    return async (name, payload, signal) => {
      const fault = this.#ofNotification(payload);
      if (fault?.kind === 'lost') return { ok: true, payload: null };
      if (fault?.kind === 'twice') await invoke(name, payload, signal);
      return invoke(name, payload, signal);
    };
  };

  #ofJob(body: unknown, place: Place): Fault | undefined {
    const job = Job.safeParse(body).data;
    return job === undefined ? undefined : this.#take(job.job_id, place);
  }

  #ofNotification(payload: unknown): Fault | undefined {
    const message = Notification.safeParse(payload).data?.Records[0]?.Sns.Message ?? '';
    const jobId = [...this.#scripts.keys()].find((id) => message.includes(`/${id}/`));
    return jobId === undefined ? undefined : this.#take(jobId, 'notification');
  }

  #take(jobId: string, place: Place): Fault | undefined {
    return this.#scripts.get(jobId)?.get(place)?.shift();
  }
}

function isPlace(name: string): name is Place {
  return [...Object.values(states), 'WaitForMask', 'model', 'endpoint', 'notification'].includes(name);
}
