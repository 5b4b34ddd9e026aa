import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Stage } from '#tasks/core/contracts/common.ts';
import { stageFacts } from '#tasks/core/session/stages.ts';
import {
  advance,
  cancelRow,
  failRow,
  noteMail,
  raiseProgress,
  resumeRow,
} from '#tasks/core/session/transitions.ts';
import { settings } from '../support/environment.ts';
import { given, jobId, row, rowNow } from '../support/sessions.ts';
import { liveIn } from '../support/world.ts';

liveIn();
const table = settings.JOB_STATUS_TABLE;
const writer = (redrive = 0) => ({ job_id: jobId, redrive });
const reason = { code: 'ModelFailed', message: 'It failed.' };
const terminal = ['completed', 'failed', 'cancelled'];

type Step =
  | { readonly kind: 'advance'; readonly stage: Stage; readonly redrive: number }
  | { readonly kind: 'fail'; readonly redrive: number }
  | { readonly kind: 'resume'; readonly redrive: number }
  | { readonly kind: 'cancel' }
  | { readonly kind: 'raise'; readonly progress: number };

const redrive = fc.integer({ min: 0, max: 2 });
const stage = fc.constantFrom<Stage>('validating', 'embedding', 'reconstructing', 'notifying', 'done');
const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ kind: fc.constant('advance' as const), stage, redrive }),
  fc.record({ kind: fc.constant('fail' as const), redrive }),
  fc.record({ kind: fc.constant('resume' as const), redrive }),
  fc.record({ kind: fc.constant('raise' as const), progress: fc.integer({ min: 0, max: 99 }) }),
  fc.constant({ kind: 'cancel' as const }),
);

async function take(taken: Step): Promise<void> {
  switch (taken.kind) {
    case 'advance':
      await advance(table, writer(taken.redrive), taken.stage).catch(() => undefined);
      return;
    case 'fail':
      await failRow(table, writer(taken.redrive), reason);
      return;
    case 'resume':
      return resumeRow(table, writer(taken.redrive), 'RequestEmbedding').catch(() => undefined);
    case 'raise':
      await raiseProgress(table, jobId, 'embedding', taken.progress);
      return;
    case 'cancel':
      await cancelRow(table, jobId);
      return;
  }
}

describe('a session row', () => {
  it('only moves forward, whatever is written in whatever order', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 12 }), async (steps) => {
        await given(row());
        for (const next of steps) {
          const before = await rowNow();
          await take(next);
          const after = await rowNow();

          expect(after.redrive_count).toBeGreaterThanOrEqual(before.redrive_count);
          if (before.deleted_at !== undefined) expect(after).toEqual(before);
          else if (before.status === 'completed') expect(['completed', 'cancelled']).toContain(after.status);
          else if (after.redrive_count === before.redrive_count && after.status !== 'cancelled') {
            expect(after.progress).toBeGreaterThanOrEqual(before.progress);
            if (terminal.includes(before.status)) expect(after.status).toBe(before.status);
          }
        }
      }),
      { numRuns: 60 },
    );
  });

  it('stays completed when its execution failed all the same, and is redriven', async () => {
    await given(row());
    const completed = await advance(table, writer(), 'done');

    await resumeRow(table, writer(1), 'NotifySuccess');
    const again = await advance(table, writer(1), 'done', { has_splat: true });
    const failed = await failRow(table, writer(1), reason);

    expect(again).toEqual(completed);
    expect(failed).toBeUndefined();
    expect(await rowNow()).toEqual(completed);
  });

  it('is never made by anything but its creation', async () => {
    await expect(advance(table, writer(), 'embedding')).rejects.toMatchObject({ name: 'SessionMissing' });
    await failRow(table, writer(), reason);
    await noteMail(table, writer(), 'sent');
    await cancelRow(table, jobId);

    await expect(rowNow()).rejects.toThrow();
  });

  it('does not take news of an old mail once a redrive has taken the session up', async () => {
    await given(row());
    await failRow(table, writer(), reason);
    await resumeRow(table, writer(1), 'WaitForMask');

    await noteMail(table, writer(), 'sent');

    expect((await rowNow()).mail).toBeUndefined();
  });

  it('tells a task of a deleted session to stop', async () => {
    await given(row());
    await cancelRow(table, jobId);

    await expect(advance(table, writer(1), 'embedding')).rejects.toMatchObject({ name: 'SessionCancelled' });
    await expect(resumeRow(table, writer(1), 'ValidateInput')).rejects.toMatchObject({
      name: 'SessionCancelled',
    });
  });

  it('keeps the token until it ends, and not after', async () => {
    await given(row({ status: 'awaiting_mask', stage: 'awaiting_mask', mask_token: 'token' }));

    await advance(table, writer(), 'reconstructing');
    const running = await rowNow();
    await advance(table, writer(), 'done');
    const ended = await rowNow();

    expect([running.mask_token, ended.mask_token]).toEqual(['token', undefined]);
  });

  it('notes when each stage began', async () => {
    await given(row());

    await advance(table, writer(), 'validating');
    await advance(table, writer(), 'embedding');

    const { stage_times } = await rowNow();
    expect(Object.keys(stage_times).sort()).toEqual(['embedding', 'starting', 'validating']);
  });

  it('has stages whose progress grows', () => {
    const progress = Object.values(stageFacts).map((facts) => facts.progress);

    expect(progress).toEqual([...progress].sort((a, b) => a - b));
  });
});
