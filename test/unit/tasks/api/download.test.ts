import { beforeEach, describe, expect, it } from 'vitest';
import { handler } from '#tasks/api/download.ts';
import { signTicket } from '#tasks/core/ticket/ticket.ts';
import { call } from '../support/calls.ts';
import { given, jobId, keys, row, sessionId } from '../support/sessions.ts';
import { liveIn, ticketSecret } from '../support/world.ts';

const world = liveIn();
const ticketKeys = { current: 'k1', byId: new Map([['k1', ticketSecret.k1]]) };
const open = (ticket: string) => call(handler, { method: 'GET', path: { ticket }, claims: null });
const valid = () => signTicket(ticketKeys, jobId, 60);
const done = () => row({ status: 'completed', stage: 'done', progress: 100 });

describe('GET /download/{ticket}', () => {
  beforeEach(async () => {
    await given(done());
    world.s3.put(keys.mesh, 'ply');
  });

  it('leads to the model by a short URL, without a sign-in, as often as one likes', async () => {
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

  it('says of an expired ticket that it has expired', async () => {
    expect(await open(signTicket(ticketKeys, jobId, -1))).toMatchObject({
      status: 410,
      code: 'TicketExpired',
    });
  });

  it('tells a forged ticket nothing', async () => {
    const forged = [
      '',
      'x',
      `${valid()}x`,
      valid().slice(0, -1),
      valid().replace('k1.', 'k2.'),
      signTicket({ current: 'k1', byId: new Map([['k1', 'another key of enough characters!']]) }, jobId, -1),
    ];

    const answers = await Promise.all(forged.map(open));

    expect(answers.map(({ status }) => status)).toEqual(forged.map(() => 404));
    expect(new Set(answers.map(({ code }) => code))).toEqual(new Set(['TicketInvalid']));
  });

  it.each([
    ['deleted', row({ status: 'cancelled', deleted_at: '2026-01-01T00:00:00.000Z' })],
    ['deleted but looks done', { ...done(), deleted_at: '2026-01-01T00:00:00.000Z' }],
    ['not done', row()],
  ])('opens nothing for a session that is %s', async (_, session) => {
    await given(session);

    expect(await open(valid())).toMatchObject({ status: 404, code: 'TicketInvalid' });
  });

  it('says when the model is no longer kept', async () => {
    world.s3.reset();

    expect(await open(valid())).toMatchObject({ status: 404, code: 'ModelGone' });
  });

  it('never logs a ticket or a signed URL', async () => {
    const ticket = valid();

    await open(ticket);
    await open(`${ticket}x`);

    const logs = world.logged.join('');
    expect(logs).toContain('TicketInvalid');
    expect(logs).not.toContain(ticket);
    expect(logs).not.toContain('X-Amz-Signature');
  });
});
