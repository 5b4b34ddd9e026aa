import { stageFacts } from './stages.ts';
import { updateRow } from './update.ts';

/**
 * Shows that the mask was handed over, unless the workflow has gone on by itself: only the row that still holds
 * this very token is changed. The token stays.
 */
export async function handOverMask(
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
