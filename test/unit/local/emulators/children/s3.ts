import { startS3 } from '#local/emulators/s3/server.ts';
import { accountId, credentials, region } from '../fixture.ts';
import { buckets } from '../s3/fixture.ts';

const [, , folder = ''] = process.argv;
process.stdout.write(
  `${(await startS3({ folder, credentials, region, accountId, port: 0, buckets })).url}\n`,
);
