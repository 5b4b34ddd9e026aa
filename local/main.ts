import { keepCompiled } from './home/compiled.ts';

keepCompiled();
const { homeCommand } = await import('./home/command.ts');
process.exitCode = await homeCommand(process.argv.slice(2));
