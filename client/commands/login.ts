import type { Command } from 'commander';
import type { KnownApi } from '../config.ts';
import { UsageError } from '../errors.ts';
import { signIn } from '../sign-in/sign-in.ts';
import { printLine } from '../terminal.ts';
import type { CommandContext } from './context.ts';

interface LoginOptions {
  readonly issuer?: string;
  readonly clientId?: string;
  readonly redirectUri?: string;
}

export function addLogin(program: Command, context: CommandContext): void {
  program
    .command('login')
    .description('sign in with the browser')
    .option('--issuer <url>', 'OpenID issuer URL (env: GEN3D_ISSUER)')
    .option('--client-id <id>', 'OAuth client ID (env: GEN3D_CLIENT_ID)')
    .option(
      '--redirect-uri <url>',
      'OAuth redirect URI (default: a free one of http://localhost:8401-8403/callback)',
    )
    .action((options: LoginOptions) => login(context, options));
  program
    .command('logout')
    .description('sign out')
    .action(() => logout(context));
}

async function login(context: CommandContext, options: LoginOptions): Promise<void> {
  const { store, terminal } = context;
  const known = await context.api();
  const kept = await signIn({
    ...(await issuerOf(context, known, options)),
    apiUrl: known.apiUrl,
    redirectUri: options.redirectUri ?? known.config?.redirectUri,
    store,
    fetch: terminal.fetch,
    signal: terminal.signal,
    openPage: (url) => {
      printLine(terminal.stderr, `Open this page to sign in:\n  ${url}`);
      return terminal.openPage(url);
    },
  });
  context.print(`Signed in to ${kept.apiUrl}${kept.email === undefined ? '' : ` as ${kept.email}`}.`);
}

/** The issuer of the options, of the environment, of the config file, or of the last sign-in. */
async function issuerOf(
  context: CommandContext,
  known: KnownApi,
  options: LoginOptions,
): Promise<{ issuer: string; clientId: string }> {
  const last = known.config ?? (await context.store.read(known.apiUrl));
  const { env } = context.terminal;
  const issuer = options.issuer ?? env.GEN3D_ISSUER ?? last?.issuer;
  const clientId = options.clientId ?? env.GEN3D_CLIENT_ID ?? last?.clientId;
  if (issuer === undefined || clientId === undefined) {
    throw new UsageError(`No issuer set for ${known.apiUrl}. Use --issuer URL and --client-id ID.`);
  }
  return { issuer, clientId };
}

async function logout(context: CommandContext): Promise<void> {
  const { apiUrl } = await context.api();
  const removed = await context.store.remove(apiUrl);
  context.print(removed ? `Signed out of ${apiUrl}.` : `You weren't signed in to ${apiUrl}.`);
}
