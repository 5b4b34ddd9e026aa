import { type StageOfSession, waitsForInstance } from '#client/instance-start.ts';
import type { Stage } from '#contracts/common.ts';

/** What a user reads about each stage. */
const stageLabel: Readonly<Record<Stage, string>> = {
  starting: 'Starting',
  validating: 'Preparing your photo',
  embedding: 'Analyzing your photo',
  awaiting_mask: 'Select the object',
  validating_mask: 'Checking your selection',
  reconstructing: 'Building your model',
  notifying: 'Finishing',
  done: 'Ready',
};

/** A session's status in one short phrase. */
export function sessionLabel(session: StageOfSession): string {
  switch (session.status) {
    case 'processing':
    case 'awaiting_mask':
      return waitsForInstance(session) ? 'Starting a GPU' : stageLabel[session.stage];
    case 'completed':
      return 'Ready';
    case 'failed':
      return 'Failed';
    case 'cancelled':
      return 'Deleted';
  }
}

const day = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short' });
const dayAndYear = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', year: 'numeric' });
const clock = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit' });

/** @example momentLabel(iso) // "Today, 14:03", "Yesterday, 09:10" or "3 May, 18:20" */
export function momentLabel(iso: string, now = new Date()): string {
  const then = new Date(iso);
  return `${dayLabel(then, now)}, ${clock.format(then)}`;
}

function dayLabel(then: Date, now: Date): string {
  const days = Math.round((startOfDay(now) - startOfDay(then)) / 86_400_000);
  if (days === 0) return 'Today';
  if (days === 1) return 'Yesterday';
  return (then.getFullYear() === now.getFullYear() ? day : dayAndYear).format(then);
}

function startOfDay(date: Date): number {
  return new Date(date.getFullYear(), date.getMonth(), date.getDate()).getTime();
}
