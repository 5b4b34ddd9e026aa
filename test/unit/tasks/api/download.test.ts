import { beforeEach, describe, expect, it } from 'vitest';
import { handler } from '#tasks/api/download.ts';
import { signDownloadToken } from '#tasks/core/download-token/download-token.ts';
import { call } from '../support/calls.ts';
import { downloadTokenSecret, liveIn } from '../support/fixtures.ts';
import { given, jobId, keys, row, sessionId } from '../support/sessions.ts';

const fixtures = liveIn();
const downloadTokenKeys = { current: 'k1', byId: new Map([['k1', downloadTokenSecret.k1]]) };
const open = (ticket: string) => call(handler, { method: 'GET', path: { ticket }, claims: null });
const valid = () => signDownloadToken(downloadTokenKeys, jobId, 60);
const done = () => row({ status: 'completed', stage: 'done', progress: 100 });

describe('GET /download/{ticket}', () => {
  beforeEach(async () => {
    await given(done());
    fixtures.s3.put(keys.mesh, 'ply');
  });

  it('redirects to a short-lived URL of the model without a sign-in, any number of times', async () => {
    const [first, second] = [await open(valid()), await open(valid())];

    expect([first.status, second.status]).toEqual([302, 302]);
    const url = new URL(String(first.headers.Location));
    expect(decodeURIComponent(url.pathname)).toContain(keys.mesh);
    expect(url.searchParams.get('response-content-disposition')).toBe(
      `attachment; filename="gen3d-${sessionId}.ply"`,
    );
    expect(url.searchParams.get('X-Amz-Expires')).toBe('900');
    expect(first.headers).toMatchObject({ 'Cache-Control': 'no-store', 'Referrer-Policy': 'no-referrer' });
  });

  it('returns 410 for an expired download token', async () => {
    expect(await open(signDownloadToken(downloadTokenKeys, jobId, -1))).toMatchObject({
      status: 410,
      code: 'TicketExpired',
    });
  });

  it('gives the same 404 for every forged download token', async () => {
    const forged = [
      '',
      'x',
      `${valid()}x`,
      valid().slice(0, -1),
      valid().replace('k1.', 'k2.'),
      signDownloadToken(
        { current: 'k1', byId: new Map([['k1', 'another key of enough characters!']]) },
        jobId,
        -1,
      ),
    ];

    const answers = await Promise.all(forged.map(open));

    expect(answers.map(({ status }) => status)).toEqual(forged.map(() => 404));
    expect(new Set(answers.map(({ code }) => code))).toEqual(new Set(['TicketInvalid']));
  });

  it.each([
    ['deleted', row({ status: 'cancelled', deleted_at: '2026-01-01T00:00:00.000Z' })],
    ['deleted but looks done', { ...done(), deleted_at: '2026-01-01T00:00:00.000Z' }],
    ['not done', row()],
  ])('returns 404 for a session that is %s', async (_, session) => {
    await given(session);

    expect(await open(valid())).toMatchObject({ status: 404, code: 'TicketInvalid' });
  });

  it('returns an error when the model has been deleted', async () => {
    fixtures.s3.reset();

    expect(await open(valid())).toMatchObject({ status: 404, code: 'ModelGone' });
  });

  it('never logs a download token or a signed URL', async () => {
    const ticket = valid();

    await open(ticket);
    await open(`${ticket}x`);

    const logs = fixtures.logged.join('');
    expect(logs).toContain('TicketInvalid');
    expect(logs).not.toContain(ticket);
    expect(logs).not.toContain('X-Amz-Signature');
  });
});
