import type { ReactNode } from 'react';
import { Link } from 'wouter';
import { Logo } from '#web/ui/logo.tsx';
import styles from './shell.module.css';
import { ThemeChoice } from './theme-choice.tsx';

/** The header around every page. */
export function Shell({ children, account }: { children: ReactNode; account?: ReactNode }) {
  return (
    <div className={styles.shell}>
      <a className={styles.skip} href="#main">
        Skip to content
      </a>
      <header className={styles.header}>
        <Link href="/" className={styles.brand}>
          <Logo />
          Gen3D
        </Link>
        <div className={styles.tools}>
          <ThemeChoice />
          {account}
        </div>
      </header>
      <main id="main" tabIndex={-1} className={styles.main}>
        {children}
      </main>
    </div>
  );
}
