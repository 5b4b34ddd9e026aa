/** Lies beside a bundle in CommonJS: Lambda looks for `index.cjs` too, MiniStack does not. */
import bundle from './index.cjs';

export const handler = bundle.handler;
