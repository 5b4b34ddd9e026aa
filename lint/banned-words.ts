/** A word that readers stumble over, and what to write instead. */
export interface BannedWord {
  readonly pattern: RegExp;
  readonly instead: string;
}

/** The rules of docs/reference/writing.md that a machine can hold. Each pattern is matched line by line. */
export const bannedWords: readonly BannedWord[] = [
  { pattern: /\bthe plan(?:'s)?\b|\bplan of record\b/i, instead: 'the reason itself' },
  { pattern: /\bwas asked for\b/i, instead: 'the target, as a number' },
  { pattern: /\banew\b/i, instead: '"again"' },
  { pattern: /\ban own\b/i, instead: '"its own" or "your own"' },
  { pattern: /\bwhoever\b|\bwhosoever\b/i, instead: 'the person or part by name' },
  {
    pattern: /\bthe (?:one-machine )?home\b(?! page)/i,
    instead: '"the local server" or "the local environment"',
  },
  { pattern: /\bone-machine\b/i, instead: '"local"' },
  { pattern: /\bstands? in for\b|\bstood in for\b/i, instead: '"replaces"' },
  {
    pattern: /\b(?:a|an|the|this|that|each|no|every|one|your|its|by) mails?\b(?! server)/i,
    instead: '"email"',
  },
  { pattern: /\bhand(?:ed|s|ing)? (?:in|over) (?:a|the|its|another) mask\b/i, instead: '"submit"' },
  { pattern: /\bgo(?:es|ing)? on (?:by itself|where|with|at)\b/i, instead: '"continue"' },
  { pattern: /\bif need be\b|\bas it were\b|\ball the same\b|\bby hand of\b/i, instead: 'a plain clause' },
  { pattern: /\bany more\b(?! than)/i, instead: 'what is true now' },
  { pattern: /\w …(?=['"`<)]|$)|\d %(?: of\b|[.,;:'"`<)]|$)/, instead: 'no space before "…" or "%"' },
];
