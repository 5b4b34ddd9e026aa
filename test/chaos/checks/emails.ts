import { killedThread } from '#local/testing/faults/threads.ts';
import type { Email, Evidence } from './evidence.ts';

/** Milliseconds after SES has accepted an email in which its send record may still be open. Faults slow calls down. */
const window = { usual: 2_500, withFaults: 15_000 };

/** A duplicate email, sent because a crash came between sending the email and completing its send record. */
export interface WindowHit {
  /** Job, kind and redrive. */
  readonly email: string;
  /** Milliseconds from the first email to the kill. */
  readonly killedAfter: number;
}

/** Emails by what must be unique: job, kind and redrive. */
export function emailsByTag({ emails }: Pick<Evidence, 'emails'>): Map<string, Email[]> {
  const groups = new Map<string, Email[]>();
  for (const email of emails) {
    const { job_id, kind, redrive } = email.tags;
    if (job_id === undefined) continue;
    const tag = `${job_id}#${kind}#${redrive}`;
    groups.set(tag, [...(groups.get(tag) ?? []), email]);
  }
  return groups;
}

/** Checks that every ended session has its emails, and that only a crash in the window has duplicated one. */
export function emailProblems(evidence: Evidence, faults: boolean): string[] {
  const groups = emailsByTag(evidence);
  const duplicates = [...groups].flatMap(([tag, emails]) =>
    emails.length > 1 && windowOf(emails, deaths(evidence), faults) === undefined
      ? [`email ${tag} was sent ${emails.length} times, and no kill explains it`]
      : [],
  );
  const missing = [...evidence.rows.values()].flatMap((row) => {
    if (row.status === 'cancelled') return [];
    return expectedTags(row).filter((tag) => !groups.has(tag) && !(faults && isExcused(evidence, tag)));
  });
  return [
    ...duplicates,
    ...missing.map((tag) => `email ${tag} was not sent`),
    ...openRecords(evidence, faults),
  ];
}

/** The duplicate emails that kills explain. */
export function windowHits(evidence: Evidence, faults: boolean): WindowHit[] {
  return [...emailsByTag(evidence)].flatMap(([email, emails]) => {
    const killedAfter = emails.length > 1 ? windowOf(emails, deaths(evidence), faults) : undefined;
    return killedAfter === undefined ? [] : [{ email, killedAfter }];
  });
}

/** Epoch milliseconds of every kill, of the server and of single threads. */
function deaths({ kills, faults }: Evidence): number[] {
  const threads = faults.filter(({ call }) => call === killedThread.call);
  return [...kills, ...threads.map(({ at }) => at)];
}

function windowOf(emails: readonly Email[], kills: readonly number[], faults: boolean): number | undefined {
  const times = emails.map(({ sentAt }) => sentAt).sort((a, b) => a - b);
  const width = faults ? window.withFaults : window.usual;
  const waits = times.slice(1).map((next, i) => {
    const sent = times[i] ?? 0;
    const kill = kills.find((at) => at >= sent && at <= sent + width && at < next);
    return kill === undefined ? undefined : kill - sent;
  });
  return waits.every((wait) => wait !== undefined) ? waits[0] : undefined;
}

/** The emails about a session's end, and about each failure that it was redriven from. */
function expectedTags({
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

/** Whether the send record, or its absence, shows that the email could not be sent. */
function isExcused({ sendRecords }: Evidence, tag: string): boolean {
  return sendRecords.get(`mail#${tag}`)?.state !== 'sent';
}

/** Only the email of a deleted session may stay open: nothing resumes its execution. */
function openRecords({ sendRecords, rows }: Evidence, faults: boolean): string[] {
  if (faults) return [];
  return [...sendRecords.values()].flatMap(({ job_id, state }) => {
    const jobId = job_id.split('#')[1] ?? '';
    const deleted = rows.get(jobId)?.status === 'cancelled';
    return state === 'sent' || deleted ? [] : [`send record ${job_id} is ${state}`];
  });
}
