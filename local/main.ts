import { activateCompileCache } from './environment/compile-cache.ts';

activateCompileCache();
const { startCommand } = await import('./environment/command.ts');
process.exitCode = await startCommand(process.argv.slice(2));
