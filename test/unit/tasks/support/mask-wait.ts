import { readFileSync } from 'node:fs';
import {
  ConditionalCheckFailedException,
  UpdateItemCommand,
  type UpdateItemCommandInput,
} from '@aws-sdk/client-dynamodb';
import { z } from 'zod';
import { compileTemplate, evaluateTemplate } from '#state-machines/asl/template.ts';
import { table } from '#tasks/core/clients.ts';
import { settings } from './environment.ts';
import { jobId } from './sessions.ts';

const definition = new URL('../../../../state-machines/session/session.asl.json', import.meta.url);
const Definition = z.object({
  States: z.object({ WaitForMask: z.object({ Arguments: z.record(z.string(), z.json()) }) }),
});
const write = compileTemplate(
  Definition.parse(JSON.parse(readFileSync(definition, 'utf8'))).States.WaitForMask.Arguments,
  '/Arguments',
  [],
);

const Update = z.custom<UpdateItemCommandInput>(
  (value) => z.object({ TableName: z.string() }).safeParse(value).success,
);

/**
 * Updates the session's row like the state machine when it enters WaitForMask.
 * @returns whether the condition held
 */
export async function waitForMask(redrive: number, refusal: { code: string; message: string } | null = null) {
  const now = Date.now();
  const context = {
    Execution: { Input: { job_id: jobId }, RedriveCount: redrive },
    Task: { Token: `token-of-redrive-${redrive}` },
  };
  const variables = { maskRound: 0, maskRefusal: refusal, maskDeadline: now + 3_600_000 };
  const scope = { bindings: { ...variables, states: { context } }, now, seed: 'test' };
  try {
    const input = Update.parse(evaluateTemplate(write, scope));
    await table.send(new UpdateItemCommand({ ...input, TableName: settings.JOB_STATUS_TABLE }));
    return true;
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return false;
    throw error;
  }
}
