import * as z from 'zod';

// Before any contract is made: zod's compiled parsers need `eval`, and even its asking whether there is one breaks the
// Content-Security-Policy.
z.config({ jitless: true });
