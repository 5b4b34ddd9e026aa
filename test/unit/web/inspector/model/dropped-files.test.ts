import { describe, expect, it } from 'vitest';
import { readDropped, UnreadableFileError } from '#web/inspector/model/dropped-files.ts';
import { exportHistory } from '#web/inspector/model/export.ts';
import { historyOf, sessionText } from '../histories.ts';

const history = historyOf('mask-refused_succeeded');
const complete = { name: 'run.json', text: exportHistory(history) };
const pages = [history.slice(0, 10), history.slice(10)].map((part, index) => ({
  name: `page-${index + 1}.json`,
  text: exportHistory(part),
}));

describe('readDropped', () => {
  it('reads a history and names it after its file', () => {
    expect(readDropped([complete])).toEqual({
      history: { name: 'run', events: history },
      definition: undefined,
    });
  });

  it('joins the pages of one history in any order', () => {
    expect(readDropped(pages.toReversed()).history?.events).toEqual(history);
  });

  it('reads a plain list of events', () => {
    const { events } = JSON.parse(complete.text);

    expect(readDropped([{ name: 'list.json', text: JSON.stringify(events) }]).history?.events).toEqual(
      history,
    );
  });

  it('reads a definition with or without a history', () => {
    const definition = { name: 'changed.asl.json', text: sessionText };

    expect(readDropped([definition])).toEqual({ history: undefined, definition });
    expect(readDropped([definition, complete])).toMatchObject({ history: { name: 'run' }, definition });
  });

  it.each([
    ['text that is not JSON', [{ name: 'notes.txt', text: 'hello' }], /Couldn't open notes.txt.*JSON/],
    ['JSON of another kind', [{ name: 'a.json', text: '{"a":1}' }], /Couldn't open a.json/],
    ['a page without the previous one', pages.slice(1), /Couldn't open page-2.json.*Event 1 is missing/],
    ['a page beside another file', [complete, { name: 'b.json', text: '{}' }], /Couldn't open b.json/],
    [
      'an invalid definition',
      [{ name: 'c.json', text: '{"StartAt":"A","States":{"A":{}}}' }],
      /Couldn't open c.json.*"States.A.Type" is missing/,
    ],
    [
      'two definitions',
      [
        { name: 'one.json', text: sessionText },
        { name: 'two.json', text: sessionText },
      ],
      /one.json and two.json are both definitions/,
    ],
  ])('names the file when there is %s', (_what, files, message) => {
    expect(() => readDropped(files)).toThrow(UnreadableFileError);
    expect(() => readDropped(files)).toThrow(message);
  });
});
