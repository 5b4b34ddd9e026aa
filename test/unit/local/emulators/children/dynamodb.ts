import { startDynamoDb } from '#local/emulators/dynamodb/server.ts';
import { accountId, credentials, jobTable, region } from '../fixture.ts';

const [, , folder = ''] = process.argv;
const options = { folder, credentials, region, accountId, port: 0, tables: [jobTable] };
process.stdout.write(`${(await startDynamoDb(options)).url}\n`);
