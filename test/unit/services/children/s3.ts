import { startS3 } from '#local/services/s3.ts';
import { accountId, credentials, region } from '../home.ts';
import { buckets } from '../s3/bucket.ts';

const [, , folder = ''] = process.argv;
process.stdout.write(
  `${(await startS3({ folder, credentials, region, accountId, port: 0, buckets })).url}\n`,
);
