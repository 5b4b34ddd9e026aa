import { describe, expect, it } from 'vitest';
import { readDropped, UnreadableFileError } from '#web/inspector/model/dropped.ts';
import { exportHistory } from '#web/inspector/model/export.ts';
import { historyOf, sessionText } from './histories.ts';

const history = historyOf('mask-refused_succeeded');
const whole = { name: 'run.json', text: exportHistory(history) };
const pages = [history.slice(0, 10), history.slice(10)].map((part, index) => ({
  name: `page-${index + 1}.json`,
  text: exportHistory(part),
}));

describe('dropped files', () => {
  it('are a history, named as its file', () => {
    expect(readDropped([whole])).toEqual({
      history: { name: 'run', events: history },
      definition: undefined,
    });
  });

  it('are the pages of one history, in any order', () => {
    expect(readDropped(pages.toReversed()).history?.events).toEqual(history);
  });

  it('are a list of events, as other tools write them', () => {
    const { events } = JSON.parse(whole.text);

    expect(readDropped([{ name: 'list.json', text: JSON.stringify(events) }]).history?.events).toEqual(
      history,
    );
  });

  it('are a definition alone, or beside a history', () => {
    const definition = { name: 'changed.asl.json', text: sessionText };

    expect(readDropped([definition])).toEqual({ history: undefined, definition });
    expect(readDropped([definition, whole])).toMatchObject({ history: { name: 'run' }, definition });
  });

  it.each([
    ['no JSON', [{ name: 'notes.txt', text: 'hello' }], /notes.txt cannot be opened.*no JSON/],
    ['JSON of something else', [{ name: 'a.json', text: '{"a":1}' }], /a.json cannot be opened/],
    ['a page without the one before it', pages.slice(1), /page-2.json cannot be opened.*Event 1 is missing/],
    ['a page among rubbish', [whole, { name: 'b.json', text: '{}' }], /b.json cannot be opened/],
    [
      'a definition that is none',
      [{ name: 'c.json', text: '{"StartAt":"A","States":{"A":{}}}' }],
      /c.json cannot be opened.*no state machine/,
    ],
    [
      'two definitions',
      [
        { name: 'one.json', text: sessionText },
        { name: 'two.json', text: sessionText },
      ],
      /one.json and two.json are both definitions/,
    ],
  ])('are refused by name when there is %s', (_what, files, message) => {
    expect(() => readDropped(files)).toThrow(UnreadableFileError);
    expect(() => readDropped(files)).toThrow(message);
  });
});
