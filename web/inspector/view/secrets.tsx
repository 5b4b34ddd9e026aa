import { createContext, type ReactNode, use } from 'react';

const SecretsContext = createContext<readonly string[]>([]);

interface SecretsProps {
  /** Task tokens: whoever sees one that is still out could answer its task. */
  readonly secrets: readonly string[];
  readonly children: ReactNode;
}

/** Keeps task tokens out of what is shown below it. */
export function Secrets({ secrets, children }: SecretsProps) {
  return <SecretsContext value={secrets}>{children}</SecretsContext>;
}

/** @returns what puts words in the place of every secret */
export function useRedaction(): (text: string) => string {
  const secrets = use(SecretsContext);
  return (text) => secrets.reduce((rest, secret) => rest.replaceAll(secret, '(task token)'), text);
}
