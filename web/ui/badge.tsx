import type { ReactNode } from 'react';
import styles from './badge.module.css';
import { classNames } from './class-names.ts';

interface BadgeProps {
  readonly kind: 'plain' | 'info' | 'good' | 'bad';
  readonly children: ReactNode;
}

/** A status in one or two words. */
export function Badge({ kind, children }: BadgeProps) {
  return <span className={classNames(styles.badge, styles[kind])}>{children}</span>;
}
