import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { JsonValue } from '#state-machines/asl/json.ts';
import { sanitise } from '#state-machines/record/sanitise.ts';

const user = '6f1c2a52-9c1e-4f7e-9f0e-0b9b8f3f7a11';
const token = 'AAAAKgAAAAIAAAAAAAAAAVh+/xyz==';
const job = `gen3d-${'ab12'.repeat(11)}ef`;
const text = (value: JsonValue) => JSON.stringify(sanitise(value));

describe('sanitise', () => {
  it('gives equal values the same placeholder, also in nested JSON', () => {
    const parameters = { Payload: { user_id: user, token, again: `users/${user}/sessions/x/mask.png` } };

    const clean = sanitise([{ user_id: user }, JSON.stringify(JSON.stringify(parameters))]);

    expect(clean).toEqual([
      { user_id: 'user-0001' },
      JSON.stringify(
        JSON.stringify({
          Payload: {
            user_id: 'user-0001',
            token: 'token-0001',
            again: 'users/user-0001/sessions/x/mask.png',
          },
        }),
      ),
    ]);
  });

  it('uses the account and region of the rendered definition', () => {
    const clean = sanitise({
      arn: 'arn:aws:lambda:eu-central-1:123456789012:function:gen3d-handle-error',
      bucket: 'gen3d-data-bucket-123456789012-eu-central-1',
      role: 'arn:aws:iam::123456789012:role/Gen3D',
    });

    expect(clean).toEqual({
      arn: 'arn:aws:lambda:us-east-1:000000000000:function:gen3d-handle-error',
      bucket: 'gen3d-data-bucket-000000000000-us-east-1',
      role: 'arn:aws:iam::000000000000:role/Gen3D',
    });
  });

  it.each<[string, string, string]>([
    ['mail addresses', 'Sent to ada.l+x@mail.example.org.', 'Sent to user-1@example.com.'],
    ['job ids', `Job ${job} ended`, `Job gen3d-${'1'.padStart(46, '0')} ended`],
    [
      'signed URLs',
      'https://b.s3.amazonaws.com/k?X-Amz-Algorithm=A&X-Amz-Signature=dead',
      'https://signed.example.com/1?X-Amz-Signature=1',
    ],
    ['tickets', '/prod/download/v1.abc-DEF_123', '/prod/download/ticket-0001'],
    ['request ids', `(Request ID: ${user}, x)`, '(Request ID: 00000000-0000-4000-8000-000000000001, x)'],
    ['ID tokens', 'eyJhbGciOiJS.eyJzdWIiOiIx.c2ln', 'id-token-0001'],
    ['access keys', 'AKIAABCDEFGHIJKLMNOP/20261122', 'access-key-0001/20261122'],
    ['local addresses', 'http://127.0.0.1:23456/prod/x', 'http://127.0.0.1:3900/prod/x'],
    [
      'paths of code',
      'at handler (file:///home/ada/x/tasks/a.ts:12:3)',
      'at handler (/var/task/index.mjs:12:3)',
    ],
  ])('replaces %s', (_, original, expected) => {
    expect(sanitise(original)).toBe(expected);
  });

  it("recognizes DynamoDB values by the attribute's name", () => {
    expect(sanitise({ ':token': { S: token }, ':round': { N: '0' } })).toEqual({
      ':token': { S: 'token-0001' },
      ':round': { N: '0' },
    });
  });

  it('keeps ordinary words that equal a short session id', () => {
    const value = { session_id: 'ok', status: 'ok', key: 'users/u/sessions/ok/mask.png' };

    expect(sanitise(value)).toEqual({
      session_id: 'session-0001',
      status: 'ok',
      key: 'users/u/sessions/session-0001/mask.png',
    });
  });

  it('removes private values everywhere', () => {
    const id = fc.uuid();
    const word = fc.stringMatching(/^[A-Za-z0-9+/]{20,60}={0,2}$/);
    fc.assert(
      fc.property(id, id, word, fc.emailAddress(), (userId, requestId, secret, email) => {
        const facts = { user_id: userId, token: secret, email };
        const value = [
          facts,
          JSON.stringify({ ...facts, inner: JSON.stringify([facts]) }),
          `(${requestId}) ${email}`,
        ];

        const stored = text(value);

        for (const private_ of [userId, requestId, secret]) expect(stored).not.toContain(private_);
        expect(stored).not.toContain(JSON.stringify(email).slice(1, -1));
      }),
    );
  });

  it('is idempotent', () => {
    fc.assert(
      fc.property(fc.array(fc.uuid()), fc.array(fc.emailAddress()), (ids, emails) => {
        const once = sanitise({ ids, cause: JSON.stringify(emails.map((email) => ({ email, job }))) });

        expect(sanitise(once)).toEqual(once);
      }),
    );
  });

  it('keeps everything else', () => {
    const plain = fc.jsonValue({ maxDepth: 3 }).map((value): JsonValue => JSON.parse(JSON.stringify(value)));
    fc.assert(
      fc.property(plain, (value) => {
        fc.pre(!/[@:/"\\]|[0-9a-f]{32}/i.test(JSON.stringify(value).replaceAll(/"(\w*)"/g, '$1')));
        expect(sanitise(value)).toEqual(value);
      }),
    );
  });
});
