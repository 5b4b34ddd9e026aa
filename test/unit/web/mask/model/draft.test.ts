import { Window } from 'happy-dom';
import { beforeEach, describe, expect, it } from 'vitest';
import { draftsIn } from '#web/mask/model/draft.ts';
import { blank, type Drawing } from '#web/mask/model/drawing.ts';

const photo = { width: 600, height: 400 };
const day = 86_400_000;
const drawing: Drawing = {
  clicks: [{ x: 285, y: 150, label: 1 }],
  box: { x0: 1, y0: 2, x1: 300, y1: 200 },
  choice: 2,
  strokes: [{ kind: 'eraser', radius: 12.5, path: [1, 2, 3.5, 4] }],
};

let storage: Storage;
beforeEach(() => {
  storage = new Window({ url: 'http://127.0.0.1/' }).localStorage;
});

describe('the draft of a drawing', () => {
  it('survives a reload', () => {
    draftsIn(storage).save('job-1', photo, drawing);

    expect(draftsIn(storage).load('job-1', photo)).toEqual(drawing);
  });

  it('belongs to one session and photo', () => {
    draftsIn(storage).save('job-1', photo, drawing);

    expect(draftsIn(storage).load('job-2', photo)).toBeUndefined();
    expect(draftsIn(storage).load('job-1', { width: 400, height: 600 })).toBeUndefined();
  });

  it('is removed once the drawing is blank', () => {
    const drafts = draftsIn(storage);
    drafts.save('job-1', photo, drawing);
    drafts.save('job-1', photo, blank);

    expect(storage.length).toBe(0);
  });

  it('expires after a week, without touching other entries', () => {
    draftsIn(storage, () => 0).save('job-1', photo, drawing);
    draftsIn(storage, () => 5 * day).save('job-2', photo, drawing);
    storage.setItem('theme', 'dark');

    const drafts = draftsIn(storage, () => 8 * day);

    expect(drafts.load('job-1', photo)).toBeUndefined();
    expect(drafts.load('job-2', photo)).toEqual(drawing);
    expect(storage.getItem('theme')).toBe('dark');
  });

  it('is ignored if it is damaged', () => {
    storage.setItem('gen3d.mask.job-1', '{"version":1,"drawing":');

    expect(draftsIn(storage).load('job-1', photo)).toBeUndefined();
  });

  it('reports that the storage is full', () => {
    const full = new Proxy(storage, {
      get: (target, name) =>
        name === 'setItem'
          ? () => {
              throw new DOMException('The quota has been exceeded.', 'QuotaExceededError');
            }
          : Reflect.get(target, name),
    });

    expect(draftsIn(full).save('job-1', photo, drawing)).toBe(false);
  });
});
