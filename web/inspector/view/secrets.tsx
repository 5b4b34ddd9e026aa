import { createContext, type ReactNode, use } from 'react';

const SecretsContext = createContext<readonly string[]>([]);

interface SecretsProps {
  /** Task tokens. Anyone who sees an open one could answer its task. */
  readonly secrets: readonly string[];
  readonly children: ReactNode;
}

/** Hides task tokens in the components below it. */
export function Secrets({ secrets, children }: SecretsProps) {
  return <SecretsContext value={secrets}>{children}</SecretsContext>;
}

/** @returns a function that replaces every secret in a text */
export function useRedaction(): (text: string) => string {
  const secrets = use(SecretsContext);
  return (text) => secrets.reduce((rest, secret) => rest.replaceAll(secret, '(task token)'), text);
}
