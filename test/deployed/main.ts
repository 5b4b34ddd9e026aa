import { Command, InvalidArgumentError } from 'commander';
import { z } from 'zod';
import { Aws } from './aws.ts';
import { discover } from './discover.ts';
import type { Inbox } from './inbox.ts';
import { openOperator } from './operator.ts';
import { testDeployment } from './run.ts';
import { stackResources } from './stack.ts';

const help = `
Runs the end-to-end tests of the one-machine home against a real deployment. It has not been run on AWS yet.

What it needs
  - Credentials, found as by the AWS command line, that may: read the stacks and the configuration of one
    function; make and delete users and one app client of the user pool; sign users in as an administrator; read,
    describe and stop executions; with --inbox, read that bucket.
  - Models in place, an endpoint that may start, a verified sender; in the SES sandbox also a verified domain of
    --mail-to.
  - A mailbox that takes every address NAME+ANYTHING@DOMAIN. What cannot be read, because there is no --inbox or
    because the admin's mails go elsewhere, you are asked at this terminal.

What it does
  Makes about ten throw-away users and ten sessions (nine embeddings, three models), deletes the sessions and the
  users again, and leaves nothing but logs, metrics, mails, and rows and executions until they expire.

What it costs
  The GPU time of twelve jobs and the instance's start, and what it idles until it scales in: about an hour of
  ml.g5.2xlarge, less than 2 USD; everything else, less than 0.05 USD. 20 to 60 minutes.
`;

const Location = z.string().regex(/^s3:\/\/[^/]+(\/.*)?$/, 'must look like s3://BUCKET/PREFIX');
const options = new Command('npm run e2e --')
  .addHelpText('after', help)
  .requiredOption('--mail-to <address>', 'mailbox of the throw-away users', checked(z.email()))
  .option(
    '--stack <name>',
    'name of the session stack; the data stack has its name with Data for Session',
    checked(z.string().includes('Session', 'must be the name of a session stack')),
    'Gen3D-Session',
  )
  .option('--region <region>', 'where the stacks are', process.env.AWS_REGION ?? 'us-east-1')
  .option(
    '--inbox <location>',
    'where an SES receipt rule keeps received mails: s3://BUCKET/PREFIX',
    checked(Location),
  )
  .option(
    '--patience <seconds>',
    'what a step of a session may take; GPUs start from zero',
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

/** An option's value by a schema, told as commander tells it. */
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
