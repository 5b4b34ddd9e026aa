import { startDynamoDb } from '#local/services/dynamodb.ts';
import { accountId, credentials, jobTable, region } from '../home.ts';

const [, , folder = ''] = process.argv;
const options = { folder, credentials, region, accountId, port: 0, tables: [jobTable] };
process.stdout.write(`${(await startDynamoDb(options)).url}\n`);
