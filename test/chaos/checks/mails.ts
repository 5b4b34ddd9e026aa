import { killedThread } from '../faults/threads.ts';
import type { Evidence, Mail } from './evidence.ts';

/** Milliseconds after SES has kept a mail in which its mark may still be open; with faults, calls are slow. */
const window = { usual: 2_500, withFaults: 15_000 };

/** A mail that came twice because the home, or its sender's thread, died between sending it and completing its mark: rule 11's window. */
export interface WindowHit {
  readonly mail: string;
  /** Milliseconds from the first mail to the kill. */
  readonly killedAfter: number;
}

/** Mails by what must be unique: job, kind and redrive. */
export function mailsByTag({ mails }: Pick<Evidence, 'mails'>): Map<string, Mail[]> {
  const groups = new Map<string, Mail[]>();
  for (const mail of mails) {
    const { job_id, kind, redrive } = mail.tags;
    if (job_id === undefined) continue;
    const tag = `${job_id}#${kind}#${redrive}`;
    groups.set(tag, [...(groups.get(tag) ?? []), mail]);
  }
  return groups;
}

/** Every ended session has its mails, and none came twice outside the window that rule 11 states. */
export function mailProblems(evidence: Evidence, faults: boolean): string[] {
  const groups = mailsByTag(evidence);
  const twice = [...groups].flatMap(([tag, mails]) =>
    mails.length > 1 && windowOf(mails, deaths(evidence), faults) === undefined
      ? [`mail ${tag} came ${mails.length} times, and no kill explains it`]
      : [],
  );
  const missing = [...evidence.rows.values()].flatMap((row) => {
    if (row.status === 'cancelled') return [];
    return wanted(row).filter((tag) => !groups.has(tag) && !(faults && excused(evidence, tag)));
  });
  return [...twice, ...missing.map((tag) => `mail ${tag} never came`), ...openMarks(evidence, faults)];
}

/** The windows that the kills have hit. */
export function windowHits(evidence: Evidence, faults: boolean): WindowHit[] {
  return [...mailsByTag(evidence)].flatMap(([mail, mails]) => {
    const killedAfter = mails.length > 1 ? windowOf(mails, deaths(evidence), faults) : undefined;
    return killedAfter === undefined ? [] : [{ mail, killedAfter }];
  });
}

/** Epoch milliseconds of every kill, of the home and of single threads. */
function deaths({ kills, faults }: Evidence): number[] {
  const threads = faults.filter(({ call }) => call === killedThread.call);
  return [...kills, ...threads.map(({ at }) => at)];
}

function windowOf(mails: readonly Mail[], kills: readonly number[], faults: boolean): number | undefined {
  const times = mails.map(({ sentAt }) => sentAt).sort((a, b) => a - b);
  const width = faults ? window.withFaults : window.usual;
  const waits = times.slice(1).map((next, i) => {
    const sent = times[i] ?? 0;
    const kill = kills.find((at) => at >= sent && at <= sent + width && at < next);
    return kill === undefined ? undefined : kill - sent;
  });
  return waits.every((wait) => wait !== undefined) ? waits[0] : undefined;
}

/** The mails of a session's end, and of each failure that it was redriven from. */
function wanted({
  job_id,
  status,
  redrive_count,
}: {
  job_id: string;
  status: string;
  redrive_count: number;
}) {
  const ends = Array.from({ length: redrive_count + 1 }, (_, redrive) =>
    redrive === redrive_count && status === 'completed' ? 'success' : 'failure',
  );
  return ends.flatMap((event, redrive) =>
    ['user', 'admin'].map((reader) => `${job_id}#${event}-${reader}#${redrive}`),
  );
}

/** A mail that could not be sent shows in its mark; one that nobody could mark shows in the log and the metric. */
function excused({ marks }: Evidence, tag: string): boolean {
  return marks.get(`mail#${tag}`)?.state !== 'sent';
}

/** Only the sender of a deleted session may have died for good: nobody takes up what its execution left. */
function openMarks({ marks, rows }: Evidence, faults: boolean): string[] {
  if (faults) return [];
  return [...marks.values()].flatMap(({ job_id, state }) => {
    const jobId = job_id.split('#')[1] ?? '';
    const deleted = rows.get(jobId)?.status === 'cancelled';
    return state === 'sent' || deleted ? [] : [`mark ${job_id} is ${state}`];
  });
}
