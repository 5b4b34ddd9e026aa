import type { ReactNode } from 'react';
import { classNames } from './class-names.ts';
import { Icon, type IconName } from './icon.tsx';
import styles from './notice.module.css';

export type NoticeKind = 'info' | 'good' | 'warning' | 'error';

const icons: Record<NoticeKind, IconName> = {
  info: 'info',
  good: 'check',
  warning: 'warning',
  error: 'warning',
};

interface NoticeProps {
  readonly kind: NoticeKind;
  readonly title?: string;
  readonly children?: ReactNode;
  readonly className?: string | undefined;
}

/** A message on the page. Screen readers announce warnings and errors at once. */
export function Notice({ kind, title, children, className }: NoticeProps) {
  const urgent = kind === 'error' || kind === 'warning';
  return (
    <div className={classNames(styles.notice, styles[kind], className)} role={urgent ? 'alert' : 'status'}>
      <Icon name={icons[kind]} />
      <div className={styles.body}>
        {title !== undefined && <strong>{title}</strong>}
        {children}
      </div>
    </div>
  );
}
