import type { MouseEventHandler, ReactNode, Ref } from 'react';
import styles from './button.module.css';
import { classNames } from './class-names.ts';

export interface ButtonProps {
  readonly children: ReactNode;
  readonly onClick?: MouseEventHandler<HTMLButtonElement>;
  /** `main` once a page at most, `quiet` for tools. */
  readonly kind?: 'main' | 'plain' | 'quiet' | 'danger';
  readonly type?: 'button' | 'submit';
  readonly disabled?: boolean;
  /** At work: it keeps its place and takes no click. */
  readonly busy?: boolean;
  /** What a screen reader says, where the content is an icon only; shown as a tip too. */
  readonly label?: string;
  /** For a button that is on or off. */
  readonly pressed?: boolean;
  readonly className?: string | undefined;
  readonly ref?: Ref<HTMLButtonElement>;
}

export function Button({ children, kind = 'plain', busy, label, pressed, className, ...rest }: ButtonProps) {
  return (
    <button
      type="button"
      {...rest}
      className={classNames(styles.button, styles[kind], busy && styles.busy, className)}
      aria-disabled={busy}
      aria-busy={busy}
      aria-label={label}
      aria-pressed={pressed}
      title={label}
      onClick={busy ? (event) => event.preventDefault() : rest.onClick}
    >
      {children}
    </button>
  );
}
