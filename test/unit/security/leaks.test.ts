import { describe, expect, it } from 'vitest';
import { leaksIn } from '#test/security/leaks.ts';

const token = 'a-long-secret-token-that-nobody-but-its-owner-may-ever-see-0123456789';
const secrets = { 'the token': [token], 'the address': ['ada@lovelace.example'] };
const log = (text: string) => [
  { where: 'quiet.jsonl', text: '{"level":"INFO"}' },
  { where: 'a.jsonl', text },
];

describe('the search for leaks', () => {
  it('finds nothing where nothing is', () => {
    expect(leaksIn(log('{"message":"Refused","job_id":"gen3d-00ff"}'), secrets)).toEqual([]);
  });

  it.each<[string, string]>([
    ['as it is', `{"message":"token ${token} refused"}`],
    ['in a URL', `GET /x?token=${encodeURIComponent(token)}`],
    ['in base64', `{"body":"${Buffer.from(token).toString('base64')}"}`],
    ['in base64url', Buffer.from(token).toString('base64url')],
    ['cut at its end', `token=${token.slice(0, 50)}…`],
    ['cut at its start', `…${token.slice(-50)}`],
  ])('finds a planted secret %s', (_, text) => {
    expect(leaksIn(log(text), secrets)).toEqual(['the token in a.jsonl']);
  });

  it('finds a secret that JSON has escaped', () => {
    expect(
      leaksIn(log(JSON.stringify({ key: 'quoted"secret\\value' })), { key: ['quoted"secret\\value'] }),
    ).toEqual(['key in a.jsonl']);
  });

  it.each([
    ['some JWT', 'Bearer eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.c2lnbmF0dXJlLXZhbHVl'],
    ['some signed URL', 'http://127.0.0.1/b/k?X-Amz-Signature=00ff'],
    ['some signed URL', '{"fields":{"X-Amz-Signature":"00ff"}}'],
    ['some signed header', 'AWS4-HMAC-SHA256 Credential=AKIA/20260101'],
    ['some ticket', `/download/k1.gen3d-${'0f'.repeat(23)}.1700000000.${'x'.repeat(43)}`],
    ['some private key', '-----BEGIN RSA PRIVATE KEY-----'],
    ['some email address', 'to grace@example.com'],
  ])('recognises %s that it was not told of', (kind, text) => {
    expect(leaksIn(log(text), secrets)).toEqual([`${kind} in a.jsonl`]);
    expect(leaksIn(log(text), secrets, [kind])).toEqual([]);
  });

  it('never prints what it has found', () => {
    expect(leaksIn(log(`${token} ada@lovelace.example`), secrets).join()).not.toContain(token.slice(0, 10));
  });

  it('refuses secrets that it would find by chance', () => {
    expect(() => leaksIn(log('x'), { short: ['abc'] })).toThrow(/by chance/);
  });
});
