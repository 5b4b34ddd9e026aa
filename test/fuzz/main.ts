import { spawn } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { pythonCommands } from '#container/python.ts';
import { startTestEnvironment } from '#test/support/test-environment.ts';
import { documentWithExamples } from './document.ts';
import { prepareSessions } from './sessions.ts';

/**
 * `npm run test:api`: runs schemathesis with a real user against a local environment. Every response must be in the
 * OpenAPI document, and none may be a 5xx.
 */
const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: `${randomInt(2 ** 31)}` },
    examples: { type: 'string', default: '60' },
    seconds: { type: 'string', default: '120' },
  },
});

/** All checks but the one for 405, since API Gateway answers 404 for an unknown method. */
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
  const commands = pythonCommands('fuzz', join(import.meta.dirname, 'requirements.txt'));
  await using here = await startTestEnvironment();
  const user = await here.newUser();
  const folder = await mkdtemp(join(tmpdir(), 'gen3d-fuzz-'));
  const document = join(folder, 'openapi.json');
  await writeFile(document, documentWithExamples(await prepareSessions(here, user)));
  console.log(`Fuzzing with seed ${values.seed}. To repeat it: npm run test:api -- --seed ${values.seed}`);
  const child = spawn(
    join(commands, 'schemathesis'),
    [
      ...['--config-file', join(import.meta.dirname, 'schemathesis.toml'), 'run', document],
      ...['--url', here.environment.urls.api],
      ...['--header', `Authorization: Bearer ${user.tokens.idToken}`],
      ...['--checks', checks.join(',')],
      ...['--seed', values.seed, '--max-examples', values.examples, '--max-time', values.seconds],
      // Below the gateway's rate limit.
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
