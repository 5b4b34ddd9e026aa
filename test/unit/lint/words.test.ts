import { describe, expect, it } from 'vitest';
import { findBannedWords } from '../../../lint/words.ts';

describe('the word lint', () => {
  it.each([
    ['Save it anew.', 'anew'],
    ['// As the plan of record has it.', 'the plan'],
    ['The link in the mail works for a day.', 'the mail'],
    ['Loading your model …', 'l …'],
    ['The mask covers 95 % of the photo.', '5 % of'],
    ['It starts the home again.', 'the home'],
    ['The token is not there any more.', 'any more'],
  ])('finds the banned word in "%s"', (text, word) => {
    expect(findBannedWords(text)).toEqual([expect.objectContaining({ line: 1, text: word })]);
  });

  it.each([
    'Save it again.',
    'How many more are there?',
    'const rest = 10 % sides;',
    'The link in the email works for a day.',
    'export interface MailSettings {}',
    'Loading your model…',
    'It covers 51% of the photo.',
  ])('accepts "%s"', (text) => {
    expect(findBannedWords(text)).toEqual([]);
  });

  it('reports the line and a replacement', () => {
    expect(findBannedWords('one\ntwo an own word')).toEqual([
      { line: 2, text: 'an own', instead: '"its own" or "your own"' },
    ]);
  });
});
