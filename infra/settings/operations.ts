import { z } from 'zod';

export const Operations = z
  .strictObject({
    failedSessions: z
      .int()
      .positive()
      .default(5)
      .describe('Failed executions in 15 minutes. A photo that cannot be used counts too.'),
    backlogAge: z
      .int()
      .positive()
      .default(1_800)
      .describe('Age of the oldest waiting request, in seconds. Default: half of "times.embeddingTtl".'),
    monthlyBudget: z
      .number()
      .positive()
      .default(300)
      .describe('Budget of the whole account, in US dollars per month.'),
  })
  .describe('Thresholds that alert the admin.');
export type OperationsSettings = z.infer<typeof Operations>;
