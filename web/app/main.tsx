import './no-eval.ts';
import '#web/ui/tokens.css';
import '#web/ui/base.css';
import { createRoot } from 'react-dom/client';
import { createManager } from '#web/sign-in/manager.ts';
import { SignIn } from '#web/sign-in/sign-in.ts';
import { App, type Start } from './app.tsx';
import { loadConfig } from './config.ts';
import { applyTheme, readTheme } from './theme.ts';

async function start(): Promise<Start> {
  const site = await loadConfig();
  return { site, signIn: await SignIn.resume(createManager(site)) };
}

applyTheme(readTheme());

const root = document.getElementById('root');
if (root === null) throw new Error('The page has no element "root".');
createRoot(root).render(<App start={start()} />);
