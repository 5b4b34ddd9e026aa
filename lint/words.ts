/**
 * `node lint/words.ts [FILE…]`: looks for banned words in what people read: comments, texts, tests and docs. Without
 * files it checks everything that git tracks. Exits with 1 when it finds one.
 */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { bannedWords } from './banned-words.ts';

const readable = /\.(?:tsx?|mjs|css|html|md|py|sh|ya?ml)$/;
/** The rules and their tests, and texts that others wrote. */
const exempt =
  /^(?:(?:test\/unit\/)?lint\/|docs\/reference\/writing\.md|CHANGELOG\.md|\.changeset\/|events\/histories\/)/;

export interface Finding {
  readonly line: number;
  readonly text: string;
  readonly instead: string;
}

/**
 * Finds banned words in a text.
 *
 * @example
 * findBannedWords('Save it anew.'); // [{ line: 1, text: 'anew', instead: '"again"' }]
 */
export function findBannedWords(text: string): Finding[] {
  return text.split('\n').flatMap((content, index) =>
    bannedWords.flatMap(({ pattern, instead }) => {
      const match = pattern.exec(content);
      return match ? [{ line: index + 1, text: match[0], instead }] : [];
    }),
  );
}

function main(names: readonly string[]): void {
  const tracked = execFileSync('git', ['ls-files', '--', ...names], { encoding: 'utf8' })
    .trim()
    .split('\n');
  const findings = tracked
    .filter((file) => readable.test(file) && !exempt.test(file))
    .flatMap((file) => findBannedWords(readFileSync(file, 'utf8')).map((finding) => ({ file, ...finding })));
  for (const { file, line, text, instead } of findings)
    console.error(`${file}:${line}: "${text}": write ${instead}.`);
  if (findings.length > 0) {
    console.error(`${findings.length} banned words. See docs/reference/writing.md.`);
    process.exitCode = 1;
  }
}

if (import.meta.main) main(process.argv.slice(2));
