import open from 'open';

/** Opens the user's browser; where there is none, the printed URL has to do. */
export async function openBrowser(url: URL): Promise<void> {
  try {
    const started = await open(url.href);
    started.on('error', () => undefined);
    started.unref();
  } catch {
    // A machine without a browser: the caller has printed the URL already.
  }
}
