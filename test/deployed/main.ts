import { Command, InvalidArgumentError } from 'commander';
import { z } from 'zod';
import { Aws } from './aws.ts';
import { discover } from './discover.ts';
import type { Inbox } from './inbox.ts';
import { openOperator } from './operator.ts';
import { testDeployment } from './run.ts';
import { stackResources } from './stack.ts';

const help = `
Runs the end-to-end tests against a deployment on AWS. They have not been run on AWS yet.

Requirements
  - AWS credentials that can read the stacks and the configuration of one function; create and delete users and
    one app client of the user pool; sign in users as an administrator; read, describe and stop executions; and,
    with --inbox, read its bucket.
  - Uploaded models, an endpoint that can start, and a verified sender. In the SES sandbox, also a verified domain
    of --mail-to.
  - A mailbox that accepts every address NAME+ANYTHING@DOMAIN. The terminal asks you about emails that the tests
    cannot read: without --inbox, and for the admin's address in another domain.

What it does
  Creates about ten temporary users and ten sessions (nine embeddings, three models), then deletes the sessions
  and users. Logs, metrics and emails stay. Rows and executions stay until they expire.

Cost and time
  GPU time for twelve jobs, one instance start and the idle time until scale-in: about one hour of ml.g5.2xlarge,
  less than 2 USD. Everything else is less than 0.05 USD. It takes 20 to 60 minutes.
`;

const Location = z.string().regex(/^s3:\/\/[^/]+(\/.*)?$/, 'must look like s3://BUCKET/PREFIX');
const options = new Command('npm run e2e --')
  .addHelpText('after', help)
  .requiredOption('--mail-to <address>', 'mailbox of the temporary users', checked(z.email()))
  .option(
    '--stack <name>',
    'name of the session stack; the data stack has the same name with Data instead of Session',
    checked(z.string().includes('Session', 'must be the name of a session stack')),
    'Gen3D-Session',
  )
  .option('--region <region>', 'region of the stacks', process.env.AWS_REGION ?? 'us-east-1')
  .option(
    '--inbox <location>',
    'bucket of an SES receipt rule with the received emails: s3://BUCKET/PREFIX',
    checked(Location),
  )
  .option(
    '--patience <seconds>',
    'timeout of a session step; GPU instances start from zero',
    checked(z.coerce.number().min(60)),
    2_400,
  )
  .parse()
  .opts<{ mailTo: string; stack: string; region: string; inbox?: string; patience: number }>();

async function main(): Promise<number> {
  const aws = new Aws({ region: options.region });
  const stacks = [options.stack, options.stack.replace('Session', 'Data')];
  const resources = (await Promise.all(stacks.map((stack) => stackResources(aws, stack)))).flat();
  await using operator = await openOperator();
  const found = await discover(aws, resources);
  return await testDeployment({
    ...found,
    mailTo: options.mailTo,
    inbox: inboxFor(operator.url),
    patience: options.patience * 1_000,
  });
}

function inboxFor(operator: string): Inbox {
  if (options.inbox === undefined) return { kind: 'operator', url: operator };
  const [, bucket = '', prefix = ''] = /^s3:\/\/([^/]+)\/?(.*)$/.exec(options.inbox) ?? [];
  const domain = options.mailTo.split('@')[1] ?? '';
  return { kind: 's3', bucket, prefix, region: options.region, domain, operator };
}

/** Parses an option with a schema and reports errors like commander. */
function checked<T>(schema: z.ZodType<T>): (value: string) => T {
  return (value) => {
    const parsed = schema.safeParse(value);
    if (parsed.success) return parsed.data;
    throw new InvalidArgumentError(parsed.error.issues.map(({ message }) => message).join('; '));
  };
}

try {
  process.exitCode = await main();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
