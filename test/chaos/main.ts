import { readOptions } from './options.ts';
import { runChaos } from './run.ts';

const { problems } = await runChaos(readOptions(process.argv.slice(2)), console.log);
process.exitCode = problems.length === 0 ? 0 : 1;
