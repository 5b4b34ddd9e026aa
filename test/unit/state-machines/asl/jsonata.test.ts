import fc from 'fast-check';
import jsonata from 'jsonata';
import { describe, expect, it } from 'vitest';
import { Expression, type Scope } from '#state-machines/asl/jsonata/expression.ts';

const NOW = Date.UTC(2026, 4, 17, 8, 30);

function scope(bindings: Record<string, unknown> = {}, seed = 'seed'): Scope {
  return { bindings, now: NOW, seed };
}

function evaluate(text: string, bindings?: Record<string, unknown>, seed?: string) {
  return new Expression(text).evaluate(scope(bindings, seed), 'Output');
}

function value(text: string, bindings?: Record<string, unknown>, seed?: string): unknown {
  const result = evaluate(text, bindings, seed);
  return result.kind === 'value' ? result.value : result;
}

describe('time and random numbers', () => {
  it('come from the event', () => {
    expect(value('$now()')).toBe('2026-05-17T08:30:00.000Z');
    expect(value('$millis()')).toBe(NOW);
    expect(value("$now('[Y0001]', '+0200')")).toBe('2026');
    expect(value("$toMillis('10:00', '[H01]:[m01]')")).toBe(Date.UTC(2026, 4, 17, 10));
  });

  it('repeat for the same field and differ between fields and executions', () => {
    const draw = '[$random(), $uuid(), $uuid(), $shuffle([1..20])]';

    expect(value(draw)).toEqual(value(draw));
    expect(value(draw)).not.toEqual(value(draw, {}, 'other'));
    expect(new Expression('$random()').evaluate(scope(), 'Output')).not.toEqual(
      new Expression('$random()').evaluate(scope(), 'Assign/x'),
    );
    expect(value('$uuid() = $uuid()')).toBe(false);
  });

  it('$random(seed) depends only on its seed', () => {
    expect(value('$random(7)')).toBe(value('$random(7)', {}, 'other'));
    expect(value('$random(7)')).not.toBe(value('$random(8)'));
  });

  it('$uuid is a version 4 UUID', () => {
    expect(value('$uuid()')).toMatch(/^[\da-f]{8}-[\da-f]{4}-4[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/);
  });
});

describe('functions of Step Functions', () => {
  it.each([
    ['$partition([0], 1)', [[0]]],
    ['$partition([0,1,2], 2)', [[0, 1], [2]]],
    ['$partition([], 2)', []],
    ['$range(0, 9, 3)', [0, 3, 6, 9]],
    ['$range(3, 1, -1)', [3, 2, 1]],
    ['$range(1, 9, 9)', 1],
    ["$hash('x', 'MD5')", '9dd4e461268c8034f5c8564e155c67a6'],
    ["$hash('x', 'SHA-256')", '2d711642b726b04401627ca9fbac32f5c8530fb1903cc4db02258717921a4881'],
    ['$parse(\'{"a":[1,-0]}\')', { a: [1, 0] }],
  ])('%s', (text, expected) => {
    expect(value(text)).toEqual(expected);
  });

  it.each([
    ['$range(1, 1002, 1)', 'at most 1000'],
    ['$range(1, 2, 0)', 'must not be 0'],
    ['$partition([1], 0)', 'must be a positive integer'],
    ["$hash('x', 'CRC')", 'Unknown hash algorithm: CRC'],
    ["$parse('{')", 'JSON'],
  ])('%s throws', (text, message) => {
    expect(evaluate(text)).toEqual({ kind: 'threw', message: expect.stringContaining(message) });
  });
});

describe('operators that AWS does not support', () => {
  it.each(['$x ?? 1', '$x ?: 1', '1 + ($x?:2)'])('rejects %s', (text) => {
    expect(() => new Expression(text)).toThrow('JSONata 2.0.6');
  });

  it.each(["'a??b'", '"?:"', '$contains($x, /a??/)', '/* ?? */ 1', '$x ? 1 : 2'])(
    '%s only looks so',
    (text) => {
      expect(() => new Expression(text)).not.toThrow();
    },
  );
});

describe('results', () => {
  it.each<[string, unknown]>([
    ['{"b": 1, "a": {"d": null, "c": []}}', { b: 1, a: { d: null, c: [] } }],
    ['{"a": $nothing, "b": 1}', { b: 1 }],
    ['[1, $nothing, 2]', [1, 2]],
    ['$list[$ > 5]', { kind: 'undefined' }],
    ['$list[$ > 2]', 3],
    ['$list[$ > 2][]', [3]],
    ['$sum', { kind: 'unsupported' }],
    ['{"f": function($x){$x}}', { kind: 'unsupported' }],
  ])('%s becomes JSON or is unsupported', (text, expected) => {
    expect(value(text, { list: [1, 2, 3] })).toEqual(expected);
  });

  it('do not modify their input', () => {
    const data = Object.freeze({ list: Object.freeze([3, 1, 2]) });

    expect(value('[$sort($data.list), $reverse($data.list), $data ~> |$|{"x":1}|]', { data })).toEqual([
      1,
      2,
      3,
      2,
      1,
      3,
      { list: [3, 1, 2], x: 1 },
    ]);
    expect(data).toEqual({ list: [3, 1, 2] });
  });
});

describe('endless expression', () => {
  it.each([
    ['($f := function($n){$f($n)}; $f(1))', 'D1012'],
    ['($f := function($n){[$f($n), $f($n)]}; $f(1))', 'D1011'],
    ['$map([1..1000001], function($v){1})', 'D2015'],
  ])('stops %s and evaluates the next one', (text, code) => {
    expect(evaluate(text)).toEqual({ kind: 'threw', message: expect.stringContaining(code) });
    expect(value('1 + 1')).toBe(2);
  });
});

/** Expressions over a document with numbers, names and lists. */
const { expressions } = fc.letrec((tie) => ({
  expressions: fc.oneof(
    { depthSize: 'small' },
    fc.constantFrom(
      '1',
      "'a'",
      'true',
      'null',
      '$d.list',
      '$d.name',
      '$d.items.price',
      '$d.items[price > 2].name',
      '$d.none',
      '[1..4]',
      '$d.items^(>price)',
    ),
    fc
      .tuple(
        fc.constantFrom(
          '$count',
          '$string',
          '$exists',
          '$keys',
          '$type',
          '$boolean',
          '$reverse',
          '$distinct',
        ),
        tie('expressions'),
      )
      .map(([f, x]) => `${f}(${x})`),
    fc
      .tuple(fc.constantFrom('&', '=', '!=', 'in', '~> $append'), tie('expressions'), tie('expressions'))
      .map(([op, a, b]) => (op === '~> $append' ? `$append(${a}, ${b})` : `(${a} ${op} ${b})`)),
    fc
      .tuple(tie('expressions'), tie('expressions'), tie('expressions'))
      .map(([c, a, b]) => `($boolean(${c}) ? ${a} : ${b})`),
    fc.tuple(tie('expressions'), tie('expressions')).map(([a, b]) => `{"k": ${a}, 'l': [${b}]}`),
    tie('expressions').map((x) => `$map(${x}, function($v, $i){[$v, $i]})`),
    tie('expressions').map((x) => `$filter(${x}, function($v){$string($v) > "2"})`),
    tie('expressions').map((x) => `($x := ${x}; $f := function($n){$n < 1 ? [$x] : $f($n - 1)}; $f(3))`),
  ),
}));

describe('synchronous engine', () => {
  it('returns the same results as the asynchronous package', async () => {
    const d = {
      name: 'n',
      one: [7],
      nested: [[1], [2, 3]],
      null: null,
      list: [1, 2, 3],
      items: [
        { name: 'a', price: 3 },
        { name: 'b', price: 1 },
      ],
    };
    await fc.assert(
      fc.asyncProperty(expressions, async (text) => {
        const [mine, theirs] = [evaluate(String(text), { d }), await throughPackage(String(text), { d })];
        expect(mine).toEqual(theirs);
      }),
      { numRuns: 500 },
    );
  });
});

async function throughPackage(text: string, bindings: Record<string, unknown>) {
  try {
    const result: unknown = await jsonata(text).evaluate(undefined, bindings);
    return result === undefined
      ? { kind: 'undefined' }
      : { kind: 'value', value: JSON.parse(JSON.stringify(result)) };
  } catch (error) {
    return {
      kind: 'threw',
      message: expect.stringContaining(
        error instanceof Error ? error.message : String(Reflect.get(Object(error), 'message')),
      ),
    };
  }
}
