import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { describe, expect, it } from 'vitest';
import { compile, InvalidDefinitionError, validateDefinition } from '#state-machines/asl/index.ts';
import { branchOf, definitionOf, task } from './support.ts';

const PASS = { Type: 'Pass' };

function resource(text: string): object {
  return definitionOf({ T: { Type: 'Task', Resource: text } });
}

describe('definition', () => {
  it.each([
    'arn:aws:lambda:eu-west-1:000000000000:function:f:live',
    'arn:aws:states:::lambda:invoke',
    'arn:aws:states:::lambda:invoke.waitForTaskToken',
    'arn:aws:states:::aws-sdk:dynamodb:updateItem',
    'arn:aws:states:::aws-sdk:dynamodb:updateItem.waitForTaskToken',
    'arn:aws:states:::dynamodb:putItem',
    'arn:aws:states:::sns:publish',
    'arn:aws:states:::sqs:sendMessage.waitForTaskToken',
    'arn:aws:states:::events:putEvents',
    'arn:aws-cn:states:::states:startExecution.sync:2',
  ])('accepts the resource %s', (text) => {
    expect(validateDefinition(resource(text))).toEqual([]);
  });

  it.each([
    [
      'arn:aws:states:::dynamodb:updateItem.waitForTaskToken',
      "the optimized integration 'dynamodb:updateItem' has no '.waitForTaskToken' form",
    ],
    ['arn:aws:states:::aws-sdk:s3:getObject.sync', "AWS SDK integrations have no '.sync' form"],
    ['arn:aws:states:::ecs:runTask.sync', "'arn:aws:states:::ecs:runTask.sync' is not supported"],
    ['arn:aws:states:us-east-1:000000000000:activity:a', 'Activities are not supported'],
    ['f', "'f' is not supported"],
  ])('rejects the resource %s in its state', (text, message) => {
    expect(() => compile(resource(text))).toThrow(InvalidDefinitionError);
    expect(validateDefinition(resource(text))).toEqual([
      {
        severity: 'ERROR',
        code: 'SCHEMA_VALIDATION_FAILED',
        message: expect.stringContaining(message),
        location: '/States/T/Resource',
      },
    ]);
  });

  it.each([
    ['the machine', { ...definitionOf({ A: PASS }), QueryLanguage: 'JSONPath' }, '/States/A/QueryLanguage'],
    ['a state', definitionOf({ A: { ...PASS, QueryLanguage: 'JSONPath' } }), '/States/A/QueryLanguage'],
    ['silence', { StartAt: 'A', States: { A: { Type: 'Pass', End: true } } }, '/States/A/QueryLanguage'],
    [
      'a state of a branch',
      definitionOf({
        P: { Type: 'Parallel', Branches: [branchOf({ A: { ...PASS, QueryLanguage: 'JSONPath' } })] },
      }),
      '/States/P/Branches/0/States/A/QueryLanguage',
    ],
    [
      'a state of a Map',
      definitionOf({
        M: { Type: 'Map', ItemProcessor: branchOf({ A: { ...PASS, QueryLanguage: 'JSONPath' } }) },
      }),
      '/States/M/ItemProcessor/States/A/QueryLanguage',
    ],
  ])('rejects JSONPath by %s', (_who, definition, location) => {
    expect(validateDefinition(definition)).toEqual([
      expect.objectContaining({
        location,
        message: expect.stringContaining(
          'uses JSONPath, which is not supported: set "QueryLanguage": "JSONata"',
        ),
      }),
    ]);
  });

  it.each<[string, object, string, string]>([
    [
      'an unknown field',
      definitionOf({ A: { ...PASS, Parameters: {} } }),
      '/States/A',
      'Unrecognized key: "Parameters"',
    ],
    ['an unknown type', definitionOf({ A: { Type: 'Loop' } }), '/States/A/Type', 'Invalid'],
    [
      'no way on',
      { QueryLanguage: 'JSONata', StartAt: 'A', States: { A: PASS } },
      '/States/A',
      'must have either "Next" or "End": true',
    ],
    [
      'two ways on',
      definitionOf({ A: { ...PASS, Next: 'A', End: true } }),
      '/States/A',
      'must have either "Next" or "End": true',
    ],
    [
      'no such target',
      definitionOf({ A: { ...PASS, Next: 'B' } }),
      '/States/A/Next',
      "Missing 'Next' target: B",
    ],
    ['no such start', { ...definitionOf({ A: PASS }), StartAt: 'B' }, '/StartAt', "Missing 'Next' target: B"],
    [
      'no such catch target',
      definitionOf({ T: task({ Catch: [{ ErrorEquals: ['E'], Next: 'B' }] }) }),
      '/States/T/Catch[0]/Next',
      "Missing 'Next' target: B",
    ],
    [
      'a target in another scope',
      definitionOf({ P: { Type: 'Parallel', Branches: [branchOf({ A: { ...PASS, Next: 'P' } })] } }),
      '/States/P/Branches/0/States/A/Next',
      "Missing 'Next' target: P",
    ],
    [
      'a name used twice',
      definitionOf({ A: { Type: 'Parallel', Branches: [branchOf({ A: PASS })] } }),
      '/States/A/Branches/0/States/A',
      "The state name 'A' is used twice",
    ],
    [
      'a name over 80 characters',
      definitionOf({ ['n'.repeat(81)]: PASS }),
      '/StartAt',
      'Too big: expected string to have <=80 characters',
    ],
    [
      'States.ALL before others',
      definitionOf({ T: task({ Retry: [{ ErrorEquals: ['States.ALL'] }, { ErrorEquals: ['E'] }] }) }),
      '/States/T/Retry[0]/ErrorEquals',
      'States.ALL must stand alone, and last',
    ],
    [
      'a heartbeat not below the timeout',
      definitionOf({ T: task({ TimeoutSeconds: 5, HeartbeatSeconds: 5 }) }),
      '/States/T',
      '"HeartbeatSeconds" must be smaller',
    ],
    [
      'a wait for nothing',
      definitionOf({ W: { Type: 'Wait' } }),
      '/States/W',
      'must have either "Seconds" or "Timestamp"',
    ],
    [
      'JSONata that cannot be read',
      definitionOf({ A: { ...PASS, Output: { x: '{% 1 + %}' } } }),
      '/States/A/Output/x',
      'S0207',
    ],
    [
      'an assignment to $states',
      definitionOf({ A: { ...PASS, Assign: { states: 1 } } }),
      '/States/A/Assign',
      "'states' is reserved",
    ],
    [
      'a variable name with a blank',
      definitionOf({ A: { ...PASS, Assign: { 'a b': 1 } } }),
      '/States/A/Assign/a b',
      'Invalid key',
    ],
    [
      'a variable of the outer scope assigned inside',
      definitionOf({
        A: { ...PASS, Assign: { x: 1 }, Next: 'P' },
        P: { Type: 'Parallel', Branches: [branchOf({ B: { ...PASS, Assign: { x: 2 } } })] },
      }),
      '/States/P/Branches/0/States/B',
      "The variable 'x' is already assigned in an outer scope",
    ],
    [
      'a distributed Map',
      definitionOf({
        M: {
          Type: 'Map',
          ItemProcessor: { ...branchOf({ A: PASS }), ProcessorConfig: { Mode: 'DISTRIBUTED' } },
        },
      }),
      '/States/M/ItemProcessor/ProcessorConfig/Mode',
      'Invalid',
    ],
  ])('rejects %s', (_what, definition, location, message) => {
    const diagnostics = validateDefinition(definition);

    expect(diagnostics).toContainEqual({
      severity: 'ERROR',
      code: expect.stringMatching(/^[A-Z_]+$/),
      location,
      message: expect.stringContaining(message),
    });
    expect(() => compile(definition)).toThrow(location);
  });

  it('rejects invalid JSON and values that are not objects', () => {
    expect(validateDefinition('{')).toEqual([expect.objectContaining({ code: 'INVALID_JSON_DESCRIPTION' })]);
    expect(validateDefinition('[]')).toEqual([expect.objectContaining({ code: 'SCHEMA_VALIDATION_FAILED' })]);
    expect(validateDefinition(undefined)).toEqual([
      expect.objectContaining({ code: 'SCHEMA_VALIDATION_FAILED' }),
    ]);
  });

  it('accepts the session definition, as asl-validator does', () => {
    const text = readFileSync(
      new URL('../../../../state-machines/session/session.asl.json', import.meta.url),
      'utf8',
    );
    const validate: (definition: unknown) => { isValid: boolean } = createRequire(import.meta.url)(
      'asl-validator',
    );

    expect(validateDefinition(text)).toEqual([]);
    expect(validate(JSON.parse(text)).isValid).toBe(true);
  });
});
