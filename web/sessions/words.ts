import { type StageOfSession, waitsForMachine } from '#client/machine.ts';
import type { Stage } from '#tasks/core/contracts/common.ts';

/** What happens in each stage, in the words of a user. */
const stageWords: Readonly<Record<Stage, string>> = {
  starting: 'Starting',
  validating: 'Checking your photo',
  embedding: 'Looking at your photo',
  awaiting_mask: 'Your turn: pick the object',
  validating_mask: 'Checking your selection',
  reconstructing: 'Building your model',
  notifying: 'Finishing',
  done: 'Ready',
};

/** A session in one short phrase. */
export function sessionWords(session: StageOfSession): string {
  switch (session.status) {
    case 'processing':
    case 'awaiting_mask':
      return waitsForMachine(session) ? 'Starting a machine' : stageWords[session.stage];
    case 'completed':
      return 'Ready';
    case 'failed':
      return 'Did not work';
    case 'cancelled':
      return 'Deleted';
  }
}

const day = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short' });
const dayAndYear = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', year: 'numeric' });
const clock = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit' });

/** A moment as people say it: "Today, 14:03", "Yesterday, 9:10", "3 May, 18:20". */
export function momentWords(iso: string, now = new Date()): string {
  const then = new Date(iso);
  return `${dayWords(then, now)}, ${clock.format(then)}`;
}

function dayWords(then: Date, now: Date): string {
  const days = Math.round((startOfDay(now) - startOfDay(then)) / 86_400_000);
  if (days === 0) return 'Today';
  if (days === 1) return 'Yesterday';
  return (then.getFullYear() === now.getFullYear() ? day : dayAndYear).format(then);
}

function startOfDay(date: Date): number {
  return new Date(date.getFullYear(), date.getMonth(), date.getDate()).getTime();
}

/** Bytes as people read them. */
export function sizeWords(bytes: number): string {
  if (bytes < 1_000_000) return `${Math.max(1, Math.round(bytes / 1_000))} KB`;
  return `${(bytes / 1_000_000).toFixed(1)} MB`;
}
