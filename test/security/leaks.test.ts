import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { startSession } from '#client/session.ts';
import type { TestUser } from '#local/testing/users.ts';
import { Executions } from '#test/support/executions.ts';
import {
  eventually,
  giveMask,
  startTestEnvironment,
  type TestEnvironment,
  untilMask,
  untilStatus,
} from '#test/support/test-environment.ts';
import { send } from './calls.ts';
import { leaksIn, type Output, type Secrets } from './leaks.ts';
import { secretsOf, taskTokens } from './secrets.ts';
import { type MailServer, startMailServer } from './smtp-server.ts';
import { accessTokenOf, forgedTokens } from './tokens.ts';

let here: TestEnvironment;
let mailServer: MailServer;
let user: TestUser;
let printed: string[];
let jobs: string[];
let secrets: Secrets;
let tokens: string[];
let errors: Output[];
let answers: Output[];

beforeAll(async () => {
  printed = [];
  for (const stream of [process.stdout, process.stderr]) {
    vi.spyOn(stream, 'write').mockImplementation((text) => printed.push(`${text}`) > 0);
  }
  for (const level of ['log', 'info', 'warn', 'error', 'debug'] as const) {
    vi.spyOn(console, level).mockImplementation((...parts) => void printed.push(parts.join(' ')));
  }
  mailServer = await startMailServer();
  here = await startTestEnvironment(undefined, { smtpUrl: mailServer.url, verbose: true });
  user = await here.newUser();
  tokens = [];
  jobs = await liveThroughIt();
  secrets = await secretsOf(here, [user]);
  tokens.push(...(await taskTokens(here)));
}, 180_000);
afterAll(async () => {
  await here[Symbol.asyncDispose]();
  await mailServer[Symbol.asyncDispose]();
  vi.restoreAllMocks();
});

/** Completed, failed, rejected, canceled, stopped and redriven sessions, with an SMTP server that rejects emails. */
async function liveThroughIt(): Promise<string[]> {
  const [good, cancelled, stopped] = await Promise.all([untilMask(user), untilMask(user), untilMask(user)]);
  tokens.push(...(await taskTokens(here)));
  answers = await collectAnswers(good.job_id);
  await giveMask(user, good);
  const mail = await here.emailTo(user.credential.email, ({ tags }) => tags.job_id === good.job_id);
  await user.client.cancel(cancelled.job_id);
  await new Executions(here.environment).stop(stopped.job_id);
  mailServer.behavior = 'refuse';
  const failed = await startSession(user.client, { bytes: new Uint8Array(1_000), type: 'image/png' });
  await untilStatus(user, failed, (status) => status.mail === 'failed');
  mailServer.behavior = 'take';
  await new Executions(here.environment).redrive(failed);
  errors = await collectErrors(good.job_id, /\/download\/(\S+)/.exec(mail.text)?.[1] ?? '');
  return [good.job_id, cancelled.job_id, stopped.job_id, failed];
}

async function collectAnswers(jobId: string): Promise<Output[]> {
  const paths = [`/status/${jobId}`, '/sessions'];
  return Promise.all(
    paths.map(async (path) => {
      const { body } = await send(here, { method: 'GET', path }, `Bearer ${user.tokens.idToken}`);
      // Like those of a result's files, the presigned URLs of thumbnails are meant for the user who asks.
      const text = body.replaceAll(/"thumbnail_url":"https?:[^"]*\/thumbnail\.webp\?[^"]*"/g, '');
      return { where: `the answer of ${path}`, text };
    }),
  );
}

async function collectErrors(jobId: string, ticket: string): Promise<Output[]> {
  const own = `Bearer ${user.tokens.idToken}`;
  const forged = await forgedTokens(here, user, await accessTokenOf(here, user));
  const asked: [string, string | undefined, unknown?][] = [
    ...forged.map(([, token]): [string, string | undefined] => [`GET /status/${jobId}`, token]),
    ['GET /status/nothing', own],
    ['GET /status/x%22%7d%0a%7b%22level%22%3a%22FORGED%22%7d', own],
    [
      'POST /initialize',
      own,
      { session_id: 'x\n{"level":"FORGED"}', image_s3_key: '\r\n{"level":"FORGED"}' },
    ],
    ['GET /sessions?next=rubbish', own],
    ['POST /initialize', own, { session_id: user.tokens.idToken, image_s3_key: user.credential.email }],
    ['POST /reconstruct', own, { session_id: 'x', image_s3_key: user.credential.email, mask_s3_key: 'y' }],
    ['POST /uploads', own, { kind: user.tokens.idToken }],
    [`GET /download/${ticket.slice(0, -1)}`, undefined],
    [`GET /download/${ticket}${user.tokens.idToken}`, undefined],
  ];
  const errors: Output[] = [];
  for (const [call, token, body] of asked) {
    const [method = '', path = ''] = call.split(' ');
    const answer = await send(here, { method, path, body }, token);
    errors.push({ where: `an error of ${method} ${path.slice(0, 20)}`, text: answer.body });
  }
  return errors;
}

async function filesOf(folder: string): Promise<Output[]> {
  const names = await readdir(join(here.environment.folder, folder));
  return Promise.all(
    names.map(async (name) => ({
      where: `${folder}/${name}`,
      text: await readFile(join(here.environment.folder, folder, name), 'utf8'),
    })),
  );
}

describe('a local environment after many kinds of sessions', { timeout: 180_000 }, () => {
  it('has no secrets in the logs and metrics of its functions', async () => {
    const logs = await eventually(async () => {
      const found = await filesOf('logs');
      return jobs.every((job) => found.some(({ text }) => text.includes(job))) ? found : undefined;
    }, 'A log line of every session');

    const everything = logs.map(({ text }) => text).join('');
    expect(everything).toContain('SessionStarted');
    expect(everything).toContain('MailFailed');
    expect(everything).toContain('"Refused"');
    expect(leaksIn(logs, { ...secrets, 'a task token': tokens })).toEqual([]);
  });

  it('prevents log injection: every line is one JSON object', async () => {
    const lines = (await filesOf('logs')).flatMap(({ text }) => text.trimEnd().split('\n'));

    expect(
      lines.map((line) => Object.hasOwn(JSON.parse(line), 'level') || line.includes('"_aws"')),
    ).not.toContain(false);
    expect(lines.filter((line) => JSON.parse(line).level === 'FORGED')).toEqual([]);
  });

  it('prints no secrets, not even with --verbose', () => {
    expect(printed.join('')).toContain(jobs[0]);
    expect(
      leaksIn([{ where: 'the terminal', text: printed.join('\n') }], { ...secrets, 'a task token': tokens }),
    ).toEqual([]);
  });

  it('has no secrets in the bodies of its errors', () => {
    expect(errors.length).toBeGreaterThan(20);
    expect(leaksIn(errors, { ...secrets, 'a task token': tokens })).toEqual([]);
  });

  it('shows users no tokens and no addresses', () => {
    expect(leaksIn(answers, { ...secrets, 'a task token': tokens })).toEqual([]);
  });

  it('shows operators task tokens in the history, and no other secrets', async () => {
    const runs = new Executions(here.environment);
    const histories = await Promise.all(
      jobs.map(async (job) => ({
        where: `the history of ${job}`,
        text: JSON.stringify(await runs.history(job)),
      })),
    );

    expect(tokens.length).toBeGreaterThan(2);
    expect(leaksIn(histories, { 'a task token': tokens })).not.toEqual([]);
    expect(leaksIn(histories, secrets)).toEqual([]);
  });

  it('sends the admin neither the download token nor the address of the user', async () => {
    const mails = await here.emailsTo('info@2112-lab.com');
    const texts = mails.map(({ text, html }) => ({ where: 'an email to the admin', text: `${text}${html}` }));

    expect(texts.length).toBeGreaterThan(1);
    expect(leaksIn(texts, secrets)).toEqual([]);
  });
});
