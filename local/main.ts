import { homeCommand } from './home/command.ts';

process.exitCode = await homeCommand(process.argv.slice(2));
