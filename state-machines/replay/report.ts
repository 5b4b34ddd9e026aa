/** The output of `npm run replay`. */
import type { Counted, CoverageReport } from './coverage.ts';
import { explain } from './divergence.ts';
import type { ReplayResult } from './index.ts';

/** Describes one result. */
export function resultText(result: ReplayResult): string {
  switch (result.outcome) {
    case 'ok':
      return `ok         ${result.name} (${result.events} events)`;
    case 'diverged':
      return `diverged   ${result.name}\n${indented(explain(result.divergence))}`;
    case 'unreadable':
      return `unreadable ${result.name}: ${result.reason}`;
  }
}

export function summaryText(results: readonly ReplayResult[], coverage: CoverageReport): string {
  const count = (outcome: ReplayResult['outcome']) => results.filter((one) => one.outcome === outcome).length;
  return [
    `${results.length} histories: ${count('ok')} ok, ${count('diverged')} diverged, ${count('unreadable')} unreadable`,
    'coverage:',
    ...Object.entries(coverage).map(([what, counted]) => countedText(what, counted)),
  ].join('\n');
}

function countedText(what: string, { covered, total, missing }: Counted): string {
  const lines = missing.map((one) => `    missing: ${one}`);
  return [`  ${what}: ${covered} of ${total}`, ...lines].join('\n');
}

function indented(text: string): string {
  return text.replaceAll(/^/gm, '    ');
}

/** 0 when all match, 1 when one diverges, else 2 when one is unreadable. */
export function exitCode(results: readonly ReplayResult[]): number {
  if (results.some(({ outcome }) => outcome === 'diverged')) return 1;
  return results.some(({ outcome }) => outcome === 'unreadable') ? 2 : 0;
}
