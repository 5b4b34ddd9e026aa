import { z } from 'zod';

/** When operators are told. */
export const Operations = z.strictObject({
  /** Executions that fail in a quarter of an hour; a photo that cannot be used fails one too. */
  failedSessions: z.int().positive().default(5),
  /** Seconds that the oldest request may wait: half of what `times.embeddingTtl` lets it. */
  backlogAge: z.int().positive().default(1_800),
  /** US dollars a month, of the whole account. */
  monthlyBudget: z.number().positive().default(300),
});
export type OperationsSettings = z.infer<typeof Operations>;
