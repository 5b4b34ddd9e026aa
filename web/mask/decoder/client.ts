import type { Candidate, Embeddings, Prompts, Size } from '#client/mask/index.ts';
import type { Drawing } from '../model/drawing.ts';
import type { FinishedMask } from './engine.ts';
import type { Answer, Call, Reply, Request } from './protocol.ts';

/** A worker, as far as it is used. */
export interface WorkerPort {
  send(request: Request): void;
  /** Called once: who hears its replies, and that it died. */
  listen(onReply: (reply: Reply) => void, onDeath: () => void): void;
  terminate(): void;
}

/** The worker refused or broke down; code and message are its own. */
export class MaskWorkerError extends Error {
  override readonly name = 'MaskWorkerError';
  readonly code: string;

  constructor(code: string, message: string) {
    super(message);
    this.code = code;
  }
}

/** The mask decoder in its worker. Its promises reject with MaskWorkerError. */
export interface MaskWorker {
  load(embeddings: Embeddings): Promise<void>;
  /** Answers the newest prompts: undefined when newer ones came before these had their turn. */
  decode(prompts: Prompts, size: Size): Promise<readonly Candidate[] | undefined>;
  finish(drawing: Drawing, photo: Size): Promise<FinishedMask>;
  dispose(): void;
}

export function connect(worker: WorkerPort): MaskWorker {
  const { send, failAll } = callsTo(worker);
  let running: Promise<unknown> | undefined;
  let newest = 0;
  return {
    load: async (embeddings) => {
      await send({ name: 'load', embeddings });
    },
    finish: async (drawing, photo) => {
      const answer = await send({ name: 'finish', drawing, photo });
      if (answer.name !== 'finish') throw unexpected(answer);
      return answer.mask;
    },
    decode: async (prompts, size) => {
      newest += 1;
      const mine = newest;
      while (running) await running;
      if (mine !== newest) return undefined;
      const sent = send({ name: 'decode', prompts, size });
      running = Promise.allSettled([sent]);
      try {
        const answer = await sent;
        if (answer.name !== 'decode') throw unexpected(answer);
        return answer.candidates;
      } finally {
        running = undefined;
      }
    },
    dispose: () => {
      worker.terminate();
      failAll('Closed', 'The mask editor was closed.');
    },
  };
}

interface Pending {
  readonly resolve: (answer: Answer) => void;
  readonly reject: (error: MaskWorkerError) => void;
}

function callsTo(worker: WorkerPort) {
  const pending = new Map<number, Pending>();
  let count = 0;
  let end: MaskWorkerError | undefined;
  const failAll = (code: string, message: string) => {
    end = new MaskWorkerError(code, message);
    for (const { reject } of pending.values()) reject(end);
    pending.clear();
  };
  const take = ({ id, answer }: Reply) => {
    const call = pending.get(id);
    pending.delete(id);
    if (answer.name === 'refused')
      call?.reject(new MaskWorkerError(answer.reason.code, answer.reason.message));
    else call?.resolve(answer);
  };
  worker.listen(take, () =>
    failAll('WorkerFailed', 'The selection tools stopped working: load the page again.'),
  );
  const send = (call: Call) =>
    new Promise<Answer>((resolve, reject) => {
      if (end) return reject(end);
      count += 1;
      pending.set(count, { resolve, reject });
      worker.send({ id: count, call });
    });
  return { send, failAll };
}

function unexpected(answer: Answer): MaskWorkerError {
  return new MaskWorkerError(
    'WorkerFailed',
    `The selection tools gave an answer of another kind (${answer.name}).`,
  );
}
