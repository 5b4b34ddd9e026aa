import { spawn } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { startTestHome } from '#test/e2e/home.ts';
import { documentWithExamples } from './document.ts';
import { fuzzer } from './environment.ts';
import { prepareSessions } from './sessions.ts';

/**
 * `npm run test:api`: schemathesis against a home with a real user. Whatever is sent, no answer is a 5xx or one
 * that the OpenAPI document does not describe.
 */
const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: `${randomInt(2 ** 31)}` },
    examples: { type: 'string', default: '60' },
    seconds: { type: 'string', default: '120' },
  },
});

/** All but those on 405: API Gateway has no such answer, a method that no route has is 404. */
const checks = [
  'not_a_server_error',
  'status_code_conformance',
  'content_type_conformance',
  'response_headers_conformance',
  'response_schema_conformance',
  'negative_data_rejection',
  'missing_required_header',
  'ignored_auth',
  'use_after_free',
];

async function main(): Promise<number> {
  const command = fuzzer();
  await using here = await startTestHome();
  const user = await here.newUser();
  const folder = await mkdtemp(join(tmpdir(), 'gen3d-fuzz-'));
  const document = join(folder, 'openapi.json');
  await writeFile(document, documentWithExamples(await prepareSessions(here, user)));
  console.log(`Fuzzing with seed ${values.seed}; again with: npm run test:api -- --seed ${values.seed}`);
  const child = spawn(
    command,
    [
      ...['--config-file', join(import.meta.dirname, 'schemathesis.toml'), 'run', document],
      ...['--url', here.home.urls.api],
      ...['--header', `Authorization: Bearer ${user.tokens.idToken}`],
      ...['--checks', checks.join(',')],
      ...['--seed', values.seed, '--max-examples', values.examples, '--max-time', values.seconds],
      // Below the gateway's throttling, or every answer would be 429.
      ...['--rate-limit', '40/s', '--max-redirects', '0', '--request-timeout', '30', '--continue-on-failure'],
      ...['--suppress-health-check', 'all', '--warnings', 'off', '--no-color'],
    ],
    { cwd: folder, stdio: 'inherit' },
  );
  const [code] = await once(child, 'exit');
  await rm(folder, { recursive: true });
  return typeof code === 'number' ? code : 1;
}

process.exitCode = await main();
