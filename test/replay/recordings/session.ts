import { DescribeExecutionCommand, RedriveExecutionCommand, StopExecutionCommand } from '@aws-sdk/client-sfn';
import { decodeJwt } from 'jose';
import { z } from 'zod';
import { newSessionId, startSession, submitMask } from '#client/session.ts';
import type { StatusResponse } from '#contracts/api.ts';
import { jobIdOf } from '#contracts/keys.ts';
import { type SampleImages, smallImages } from '#local/testing/sample-images.ts';
import type { JsonValue } from '#state-machines/asl/json.ts';
import { fetchHistory } from '#state-machines/record/fetch.ts';
import type { Place, Script } from './faults.ts';
import type { RecordingEnvironment } from './recording-environment.ts';

/** Time limit of a step in milliseconds, for a busy host and including retry delays. */
const patience = 180_000;
const pictures: SampleImages = await smallImages(120);

/** Files that ValidateInput refuses, by the code of the refusal. */
const unusable = {
  PhotoNotAnImage: new TextEncoder().encode('This is no picture.'),
  PhotoFormatUnknown: new TextEncoder().encode('%PDF-1.7'),
  PhotoTruncated: pictures.photo.bytes.slice(0, pictures.photo.bytes.length / 2),
};

const Last = z.array(z.object({ type: z.string() })).transform((events) => ({ type: events.at(-1)?.type }));

/** Drives one session as its user and as an operator. */
export class Session {
  readonly jobId: string;
  readonly #here: RecordingEnvironment;
  readonly #sessionId = newSessionId();

  constructor(here: RecordingEnvironment, script: Script) {
    this.#here = here;
    this.jobId = jobIdOf(decodeJwt(here.user.tokens.idToken).sub ?? '', this.#sessionId);
    here.faults.add(this.jobId, script);
  }

  async start(photo: Uint8Array<ArrayBuffer> = pictures.photo.bytes): Promise<void> {
    const file = { bytes: photo, type: 'image/png' } as const;
    await startSession(this.#here.user.client, file, { sessionId: this.#sessionId });
  }

  /** Starts with a file that cannot be used, so that the session fails at once. */
  async startWith(kind: keyof typeof unusable): Promise<void> {
    await this.start(unusable[kind]);
  }

  /** Submits a mask once the session waits for one, and waits until it is accepted or refused. */
  async giveMask(mask: 'good' | 'wrong' = 'good'): Promise<void> {
    const { client } = this.#here.user;
    const waiting = await this.until(({ status }) => status === 'awaiting_mask');
    const bytes = mask === 'good' ? pictures.mask : pictures.wrongMask;
    await submitMask(client, waiting, bytes, { quality: 'low' }, { signal: AbortSignal.timeout(patience) });
    const round = waiting.mask_round ?? 0;
    await this.until(({ status, mask_round }) => status !== 'awaiting_mask' || (mask_round ?? 0) > round);
  }

  until(done: (status: StatusResponse) => boolean): Promise<StatusResponse> {
    return this.#here.user.client.waitFor(this.jobId, done, { signal: AbortSignal.timeout(patience) });
  }

  /** Waits until all faults of a target have happened. */
  async untilSpent(place: Place): Promise<void> {
    await eventually(async () => this.#here.faults.spent(this.jobId, place));
  }

  /** Waits until the latest event is of a type. */
  async untilLast(type: string): Promise<void> {
    await eventually(async () => Last.parse(await this.history()).type === type);
  }

  /** Waits until the execution has ended. */
  async end(): Promise<void> {
    let status = 'RUNNING';
    await eventually(async () => {
      const command = new DescribeExecutionCommand({ executionArn: this.#arn });
      ({ status = 'RUNNING' } = await this.#here.stepFunctions.send(command));
      return status !== 'RUNNING';
    });
  }

  async redrive(): Promise<void> {
    await this.end();
    await this.#here.stepFunctions.send(new RedriveExecutionCommand({ executionArn: this.#arn }));
  }

  async stop(): Promise<void> {
    await this.#here.stepFunctions.send(new StopExecutionCommand({ executionArn: this.#arn }));
  }

  /** Deletes the session as its user. */
  async cancel(): Promise<void> {
    await this.#here.user.client.cancel(this.jobId);
  }

  history(): Promise<JsonValue[]> {
    return fetchHistory(this.#here.stepFunctions, this.#arn);
  }

  get #arn(): string {
    const [machine = ''] = this.#here.environment.stateMachineArns;
    return `${machine.replace(':stateMachine:', ':execution:')}:${this.jobId}`;
  }
}

async function eventually(ask: () => Promise<boolean>): Promise<void> {
  const end = Date.now() + patience;
  while (!(await ask())) {
    if (Date.now() > end) throw new Error(`Timed out after ${patience / 1_000} s.`);
    await new Promise((next) => setTimeout(next, 250));
  }
}
