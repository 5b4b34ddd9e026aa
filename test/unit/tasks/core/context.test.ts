import { setImmediate } from 'node:timers/promises';
import { beforeEach, describe, expect, it } from 'vitest';
import { createNamespace, destroyNamespace, getNamespace } from '#tasks/core/bundle/context.ts';

let namespace: ReturnType<typeof createNamespace>;

beforeEach(() => {
  namespace = createNamespace('traces');
});

describe('the context of the bundles', () => {
  it('that was entered holds for all that the process does later, wherever it was entered', async () => {
    await setImmediate().then(() => namespace.enter(namespace.createContext()));

    namespace.set('segment', 'whole');

    expect(await setImmediate().then(() => namespace.get('segment'))).toBe('whole');
  });

  it('that runs holds for its own work only, and begins with what is around it', async () => {
    namespace.enter(namespace.createContext());
    namespace.set('segment', 'whole');

    const inside = namespace.runAndReturn(async () => {
      const before = namespace.get('segment');
      namespace.set('segment', 'part');
      await setImmediate();
      return [before, namespace.get('segment')];
    });

    expect(await inside).toEqual(['whole', 'part']);
    expect(namespace.get('segment')).toBe('whole');
  });

  it('must be there to keep something', () => {
    expect(namespace.get('segment')).toBeUndefined();
    expect(() => namespace.set('segment', 'lost')).toThrow('no context');
  });

  it('is found by the name of its namespace until that is destroyed', () => {
    expect(getNamespace('traces')).toBe(namespace);

    destroyNamespace('traces');

    expect(getNamespace('traces')).toBeUndefined();
  });
});
