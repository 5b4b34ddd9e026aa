import open from 'open';

/** Opens the user's browser. Without one, the user opens the printed URL. */
export async function openBrowser(url: URL): Promise<void> {
  try {
    const started = await open(url.href);
    started.on('error', () => undefined);
    started.unref();
  } catch {
    // There is no browser. The caller has printed the URL.
  }
}
