import { type Client, createClient } from '../api.ts';
import { type ApiFlags, findApi, type KnownApi } from '../config.ts';
import { createProgress, type Progress } from '../progress.ts';
import { tokenOf } from '../sign-in/sign-in.ts';
import { configFolder, openSignInStore, type SignInStore } from '../sign-in/store.ts';
import { printLine, type Terminal } from '../terminal.ts';

/** What every command needs. */
export interface CommandContext {
  readonly terminal: Terminal;
  readonly store: SignInStore;
  readonly progress: Progress;
  /** The API to call. */
  readonly api: () => Promise<KnownApi>;
  /** A client of that API for the signed-in user. */
  readonly client: () => Promise<Client>;
  readonly print: (text: string) => void;
  /** The session that the command watches, named when it is interrupted. */
  watched: string | undefined;
}

/** @param flags options of the program itself, known once the command line is parsed */
export function createContext(terminal: Terminal, flags: () => ApiFlags): CommandContext {
  const store = openSignInStore(configFolder(terminal.env));
  const api = () => findApi(flags(), terminal.env, terminal.folder);
  return {
    terminal,
    store,
    progress: createProgress(terminal.stderr),
    api,
    client: async () => {
      const { apiUrl } = await api();
      const token = tokenOf(apiUrl, store, { fetch: terminal.fetch });
      return createClient({ apiUrl, token, fetch: terminal.fetch });
    },
    print: (text) => printLine(terminal.stdout, text),
    watched: undefined,
  };
}
