import type { Stage } from '#contracts/common.ts';
import type { SessionRow } from '#contracts/session.ts';
import { measureStage } from '../telemetry/telemetry.ts';

/** Measures the stage that a session has just left. */
export function measureStageLeft({ job_id, stage_times }: SessionRow, entered: Stage): void {
  const times = Object.entries(stage_times).map(([stage, at]) => ({ stage, at: Date.parse(at) }));
  const begin = times.find(({ stage }) => stage === entered)?.at ?? Number.NaN;
  const before = times
    .filter(({ stage, at }) => stage !== entered && at <= begin)
    .sort((one, other) => other.at - one.at)[0];
  if (before !== undefined) measureStage(job_id, before.stage, (begin - before.at) / 1_000);
}

/** Measures a stage that ends now. */
export function measureStageUntilNow({ job_id, stage_times }: SessionRow, stage: Stage): void {
  const begin = Date.parse(stage_times[stage] ?? '');
  if (!Number.isNaN(begin)) measureStage(job_id, stage, Math.max(0, Date.now() - begin) / 1_000);
}
