import * as z from 'zod/mini';

// Before the inspector makes its schemas: the compiled parsers of zod's large form need `eval`, and even asking whether
// there is one breaks the Content-Security-Policy.
z.config({ jitless: true });
