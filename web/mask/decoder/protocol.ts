import type { Candidate, Embeddings, Prompts, Size } from '#client/mask/index.ts';
import type { Drawing } from '../model/drawing.ts';
import type { Reason } from '../model/reason.ts';
import type { FinishedMask } from './engine.ts';

/** What the page asks of the worker. */
export type Call =
  | { readonly name: 'load'; readonly embeddings: Embeddings }
  | { readonly name: 'decode'; readonly prompts: Prompts; readonly size: Size }
  | { readonly name: 'finish'; readonly drawing: Drawing; readonly photo: Size };

export type Answer =
  | { readonly name: 'load' }
  | { readonly name: 'decode'; readonly candidates: readonly Candidate[] }
  | { readonly name: 'finish'; readonly mask: FinishedMask }
  | { readonly name: 'refused'; readonly reason: Reason };

/** The id joins an answer to its call. */
export interface Request {
  readonly id: number;
  readonly call: Call;
}
export interface Reply {
  readonly id: number;
  readonly answer: Answer;
}
