import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { z } from 'zod';
import { lockFolder } from '#local/environment/folder-lock.ts';
import { problemsOf } from '#test/unit/local/step-functions/well-formed.ts';
import { queueServices } from '../settle.ts';
import type { Evidence } from './evidence.ts';

/** Checks the state folder after a clean stop: nothing may be left that no process will finish. */
export async function remainsIn(folder: string, evidence: Evidence): Promise<string[]> {
  return [
    ...executionProblems(folder, evidence),
    ...queueServices.flatMap((service) => messagesLeft(folder, service)),
    ...fileProblems(folder),
    ...blobProblems(folder),
    ...lockProblems(folder),
  ];
}

const Execution = z.object({
  id: z.number(),
  arn: z.string(),
  status: z.string(),
  next_timer: z.number().nullable(),
  calling: z.number(),
});
const Count = z.object({ n: z.number() });
const Events = z.array(z.looseObject({ id: z.number(), previousEventId: z.number(), type: z.string() }));

function executionProblems(folder: string, { rows }: Evidence): string[] {
  using database = openStore(join(folder, 'stepFunctions', 'executions.sqlite'));
  const executions = z.array(Execution).parse(database.all('SELECT * FROM executions'));
  const problems = executions.flatMap(({ id, arn, status, next_timer, calling }) => {
    const name = arn.split(':').at(-1) ?? '';
    const chunks = z
      .array(z.object({ events: z.string() }))
      .parse(database.all('SELECT events FROM history WHERE execution = ? ORDER BY first_event', id));
    const history = chunks.flatMap(({ events }) => Events.parse(JSON.parse(events)));
    const found = problemsOf(history, true);
    if (next_timer !== null) found.push('a timer is left');
    if (calling !== 0) found.push('a call is left');
    found.push(...statusProblems(status, rows.get(name)?.status));
    return found.map((problem) => `execution ${name}: ${problem}`);
  });
  for (const table of ['outbox', 'heartbeats']) {
    const [{ n } = { n: 0 }] = z.array(Count).parse(database.all(`SELECT count(*) AS n FROM ${table}`));
    if (n > 0) problems.push(`${n} rows are left in ${table}`);
  }
  const known = new Set(executions.map(({ arn }) => arn.split(':').at(-1)));
  const orphans = [...rows.values()].filter(
    ({ job_id, status }) => status !== 'cancelled' && !known.has(job_id),
  );
  return [...problems, ...orphans.map(({ job_id }) => `${job_id} has a row and no execution`)];
}

/** A task that crashes after it has stored the success fails the execution; the session stays completed. */
const allowedStatuses: Readonly<Record<string, readonly string[]>> = {
  completed: ['SUCCEEDED', 'FAILED'],
  failed: ['FAILED', 'TIMED_OUT'],
  cancelled: ['SUCCEEDED', 'FAILED', 'ABORTED'],
};

function statusProblems(execution: string, row: string | undefined): string[] {
  const agree = allowedStatuses[row ?? '']?.includes(execution) ?? false;
  return agree ? [] : [`it is ${execution}, its row ${row ?? 'missing'}`];
}

function messagesLeft(folder: string, service: string): string[] {
  using database = openStore(join(folder, service, 'queue.sqlite'));
  const Left = z.array(z.object({ state: z.string(), reason: z.string().nullable(), n: z.number() }));
  const rows = Left.parse(
    database.all('SELECT state, reason, count(*) AS n FROM message GROUP BY state, reason'),
  );
  return rows.map(
    ({ state, reason, n }) => `${service} has ${n} ${state} messages (${reason ?? 'no reason'})`,
  );
}

/** Files that a kill has left unfinished. */
function fileProblems(folder: string): string[] {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  const unfinished = files.filter((name) => /\.new$|-journal$|[/\\]incoming[/\\]./.test(name));
  return unfinished.map((name) => `${name} is left over`);
}

function blobProblems(folder: string): string[] {
  using database = openStore(join(folder, 's3', 'objects.sqlite'));
  const Blob = z.array(z.object({ blob: z.string() }));
  const known = new Set(
    Blob.parse(database.all('SELECT blob FROM object WHERE blob IS NOT NULL')).map(({ blob }) => blob),
  );
  const there = new Set(readdirSync(join(folder, 's3', 'blobs')));
  const lost = [...known].filter((id) => !there.has(id)).map((id) => `blob ${id} of an object is lost`);
  const orphans = [...there].filter((id) => !known.has(id)).map((id) => `blob ${id} belongs to no object`);
  return [...lost, ...orphans];
}

function lockProblems(folder: string): string[] {
  try {
    lockFolder(folder).release();
    return [];
  } catch (error) {
    return [`the folder is still locked: ${error}`];
  }
}

function openStore(path: string) {
  const database = new DatabaseSync(path, { readOnly: true });
  return {
    all: (sql: string, ...parameters: number[]): unknown[] => database.prepare(sql).all(...parameters),
    [Symbol.dispose]: () => database.close(),
  };
}
