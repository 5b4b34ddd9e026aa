import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { App, Stack } from 'aws-cdk-lib';
import { Table } from 'aws-cdk-lib/aws-dynamodb';
import { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import { CfnStateMachine, StateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import { z } from 'zod';
import { sessionMachine } from '#state-machines/session.ts';
import type { FunctionName } from '#tasks/core/environment.ts';
import { readSettings, type SettingsInput } from './config.ts';
import { deployedNames } from './names.ts';

/** Account and region of the rendered definition; the one-machine home uses them too. */
const env = { account: '000000000000', region: 'us-east-1' };

/** The committed rendering of the session machine. */
export const renderedPath = join(import.meta.dirname, '..', 'state-machines', 'session.asl.json');

/**
 * The session machine in the Amazon States Language, as `cdk deploy` and the one-machine home get it.
 * @returns indented JSON text
 */
export function renderSession(input: SettingsInput = {}): string {
  const settings = readSettings(input);
  const deployed = deployedNames(settings);
  const stack = new Stack(new App({ analyticsReporting: false }), 'Render', { env });
  const fn = (name: FunctionName) =>
    LambdaFunction.fromFunctionArn(
      stack,
      name,
      `arn:aws:lambda:${env.region}:${env.account}:function:${deployed.function(name)}`,
    );
  const functions = {
    validateInput: fn('validate-input'),
    requestInference: fn('request-inference'),
    checkOutput: fn('check-output'),
    validateMask: fn('validate-mask'),
    notifySuccess: fn('notify-success'),
    handleError: fn('handle-error'),
  };
  const table = Table.fromTableName(stack, 'Table', deployed.table);
  const machine = new StateMachine(
    stack,
    'Machine',
    sessionMachine(stack, { functions, table, times: settings.times }),
  );
  const rendered = z.instanceof(CfnStateMachine).parse(machine.node.defaultChild).definitionString;
  return `${JSON.stringify(JSON.parse(joined(stack.resolve(rendered))), null, 2)}\n`;
}

/** CDK leaves the partition of integration ARNs open; nothing else may be. */
const Joined = z.object({
  'Fn::Join': z.tuple([
    z.literal(''),
    z.array(
      z.union([z.string(), z.strictObject({ Ref: z.literal('AWS::Partition') }).transform(() => 'aws')]),
    ),
  ]),
});

function joined(definition: unknown): string {
  return Joined.parse(definition)['Fn::Join'][1].join('');
}

if (import.meta.main) writeFileSync(renderedPath, renderSession());
