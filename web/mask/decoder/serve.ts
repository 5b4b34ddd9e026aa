import { reasonOf } from '../model/reason.ts';
import type { Engine } from './engine.ts';
import type { Answer, Call } from './protocol.ts';

/** Answers one call; whatever goes wrong is an answer too. */
export async function serve(engine: Engine, call: Call): Promise<Answer> {
  try {
    switch (call.name) {
      case 'load':
        await engine.load(call.embeddings);
        return { name: 'load' };
      case 'decode':
        return { name: 'decode', candidates: await engine.decode(call.prompts, call.size) };
      case 'finish':
        return { name: 'finish', mask: await engine.finish(call.drawing, call.photo) };
    }
  } catch (error) {
    return { name: 'refused', reason: reasonOf(error) };
  }
}

/** The large parts of an answer, which are handed over to the page instead of copied. */
export function buffersOf(answer: Answer): ArrayBufferLike[] {
  switch (answer.name) {
    case 'decode':
      return answer.candidates.map(({ mask }) => mask.data.buffer);
    case 'finish':
      return [answer.mask.png.buffer];
    case 'load':
    case 'refused':
      return [];
  }
}
