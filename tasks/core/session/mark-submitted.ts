import { stageFacts } from '#contracts/transitions.ts';
import { updateRow } from './update.ts';

/**
 * Shows that the mask was submitted, unless the workflow has already continued: only a row with this very token
 * changes. The token stays.
 */
export async function markSubmitted(
  table: string,
  jobId: string,
  token: string,
  version: string,
): Promise<void> {
  const { status, task, progress } = stageFacts.validating_mask;
  await updateRow(
    table,
    jobId,
    {
      set: { status, task, progress, stage: 'validating_mask', mask_version: version },
      remove: ['reason'],
      began: 'validating_mask',
    },
    {
      expression: '#status = :awaiting AND #mask_token = :token',
      attributes: ['status', 'mask_token'],
      values: { ':awaiting': 'awaiting_mask', ':token': token },
    },
  );
}
