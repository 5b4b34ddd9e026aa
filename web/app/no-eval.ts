import * as z from 'zod/mini';

// Zod checks whether `eval` works before it compiles a parser. The check alone violates the
// Content-Security-Policy, so this runs before any schema is made.
z.config({ jitless: true });
