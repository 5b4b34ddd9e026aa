import { type Endpoint, expose, transfer } from 'comlink';
import type { Engine } from './engine.ts';

/** Lets the page call an engine. Masks are transferred to the page instead of copied. */
export function serve(engine: Engine, endpoint?: Endpoint): void {
  const served: Engine = {
    load: engine.load,
    decode: async (prompts, size) => {
      const candidates = await engine.decode(prompts, size);
      return transfer(
        candidates,
        candidates.map(({ mask }) => mask.data.buffer),
      );
    },
    finish: async (drawing, photo, start) => {
      const finished = await engine.finish(drawing, photo, start);
      return transfer(finished, [finished.png.buffer]);
    },
  };
  expose(served, endpoint);
}
