import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { commandFolder } from './command.ts';
import { startFakeGen3d } from './fake-gen3d.ts';
import { clientId, signInAs, startIssuer } from './sign-in/issuer.ts';

const redirectUri = 'http://127.0.0.1:0/callback';
const openPage = (url: URL) => signInAs('ada', url);

test('gen3d login signs in at the configured issuer, and the next command calls with that ID token', async () => {
  await using issuer = await startIssuer();
  await using gen3d = await startFakeGen3d();
  await using folder = await commandFolder();
  await mkdir(join(folder.path, '.gen3d'));
  const config = { apiUrl: gen3d.apiUrl, issuer: issuer.issuer, clientId, redirectUri };
  await folder.file('.gen3d/client.json', JSON.stringify(config));

  const login = await folder.run('login', { openPage });
  const list = await folder.run('list');

  expect(login).toMatchObject({ exitCode: 0, stdout: `Signed in to ${gen3d.apiUrl} as ada@example.com.\n` });
  expect(login.stderr).toContain(`${issuer.issuer}/auth?`);
  expect(list.exitCode).toBe(0);
  expect(gen3d.requests[0]?.headers.authorization).toMatch(/^Bearer ey[\w-]+\.[\w-]+\.[\w-]+$/);
});

test('gen3d login takes the issuer from its options, and later from the last sign-in', async () => {
  await using issuer = await startIssuer();
  await using folder = await commandFolder();
  const api = `--api https://api.example.com/prod --redirect-uri ${redirectUri}`;

  const first = await folder.run(`login ${api} --issuer ${issuer.issuer} --client-id ${clientId}`, {
    openPage,
  });
  const again = await folder.run(`login ${api}`, { openPage });

  expect([first.exitCode, again.exitCode]).toEqual([0, 0]);
});

test('gen3d login without an issuer asks for one', async () => {
  await using folder = await commandFolder();

  const { exitCode, stderr } = await folder.run('login --api https://api.example.com/prod');

  expect(exitCode).toBe(2);
  expect(stderr).toContain('Use --issuer URL and --client-id ID.');
});

test('gen3d logout signs out', async () => {
  await using folder = await commandFolder();
  await folder.signInTo('https://api.example.com/prod');
  const logout = () => folder.run('logout --api https://api.example.com/prod/');

  expect((await logout()).stdout).toBe('Signed out of https://api.example.com/prod.\n');
  expect((await logout()).stdout).toBe("You weren't signed in to https://api.example.com/prod.\n");
});
