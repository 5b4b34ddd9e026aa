/** Imports the CommonJS bundle, since MiniStack does not look for `index.cjs`. */
import bundle from './index.cjs';

export const handler = bundle.handler;
