import './no-eval.ts';
import '#web/ui/tokens.css';
import '#web/ui/base.css';
import { createRoot } from 'react-dom/client';
import { SignIn } from '#web/sign-in/sign-in.ts';
import { App } from './app.tsx';
import { loadConfig } from './config.ts';
import { applyTheme, readTheme } from './theme.ts';

applyTheme(readTheme());
const start = loadConfig().then((site) => ({ site, signIn: new SignIn(site) }));

const root = document.getElementById('root');
if (root === null) throw new Error('The page has no element "root".');
createRoot(root).render(<App start={start} />);
