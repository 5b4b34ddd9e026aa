import { DescribeExecutionCommand, RedriveExecutionCommand, StopExecutionCommand } from '@aws-sdk/client-sfn';
import { decodeJwt } from 'jose';
import { z } from 'zod';
import { handInMask, newSessionId, startSession } from '#client/session.ts';
import type { JsonValue } from '#state-machines/asl/json.ts';
import { fetchHistory } from '#state-machines/record/fetch.ts';
import type { StatusResponse } from '#tasks/core/contracts/api.ts';
import { jobIdOf } from '#tasks/core/keys.ts';
import { type Pictures, smallPictures } from '../../chaos/pictures.ts';
import type { Place, Script } from './faults.ts';
import type { RecordingHome } from './recording-home.ts';

/** Milliseconds that one step may take on a busy machine, the pauses between retries included. */
const patience = 180_000;
const pictures: Pictures = await smallPictures(120);

const Last = z.array(z.object({ type: z.string() })).transform((events) => ({ type: events.at(-1)?.type }));

/** One session in the hands of its user and of an operator. */
export class Session {
  readonly jobId: string;
  readonly #here: RecordingHome;
  readonly #sessionId = newSessionId();

  constructor(here: RecordingHome, script: Script) {
    this.#here = here;
    this.jobId = jobIdOf(decodeJwt(here.user.tokens.idToken).sub ?? '', this.#sessionId);
    here.faults.add(this.jobId, script);
  }

  async start(photo: Uint8Array<ArrayBuffer> = pictures.photo.bytes): Promise<void> {
    const file = { bytes: photo, type: 'image/png' } as const;
    await startSession(this.#here.user.client, file, { sessionId: this.#sessionId });
  }

  /** A photo that is none: the session ends at once. */
  async startWithRubbish(): Promise<void> {
    await this.start(new TextEncoder().encode('This is no picture.'));
  }

  /** Hands in a mask as soon as one is wanted, and sees to it that it was taken or refused. */
  async giveMask(mask: 'good' | 'wrong' = 'good'): Promise<void> {
    const { client } = this.#here.user;
    const waiting = await this.until(({ status }) => status === 'awaiting_mask');
    const bytes = mask === 'good' ? pictures.mask : pictures.wrongMask;
    await handInMask(client, waiting, bytes, { quality: 'low' }, { signal: AbortSignal.timeout(patience) });
    const round = waiting.mask_round ?? 0;
    await this.until(({ status, mask_round }) => status !== 'awaiting_mask' || (mask_round ?? 0) > round);
  }

  until(done: (status: StatusResponse) => boolean): Promise<StatusResponse> {
    return this.#here.user.client.waitFor(this.jobId, done, { signal: AbortSignal.timeout(patience) });
  }

  /** Waits until all that was to go wrong at a place has gone wrong. */
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

  /** As its user deletes it. */
  async cancel(): Promise<void> {
    await this.#here.user.client.cancel(this.jobId);
  }

  history(): Promise<JsonValue[]> {
    return fetchHistory(this.#here.stepFunctions, this.#arn);
  }

  get #arn(): string {
    const [machine = ''] = this.#here.home.stateMachineArns;
    return `${machine.replace(':stateMachine:', ':execution:')}:${this.jobId}`;
  }
}

async function eventually(ask: () => Promise<boolean>): Promise<void> {
  const end = Date.now() + patience;
  while (!(await ask())) {
    if (Date.now() > end) throw new Error(`Nothing has come within ${patience / 1_000} s.`);
    await new Promise((next) => setTimeout(next, 250));
  }
}
