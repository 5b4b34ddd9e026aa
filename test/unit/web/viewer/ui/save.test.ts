import { describe, expect, it } from 'vitest';
import { fileName } from '#web/viewer/ui/save.ts';

describe('fileName', () => {
  it.each([
    ['My cup.jpg', 'My-cup.ply'],
    ['../../etc/passwd', 'etc-passwd.ply'],
    ['Tasse für Ömer', 'Tasse-für-Ömer.ply'],
    ['???', 'model.ply'],
  ])('turns %s into %s', (name, file) => {
    expect(fileName(name, 'ply')).toBe(file);
  });
});
