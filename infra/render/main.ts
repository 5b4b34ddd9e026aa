import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { App, Stack } from 'aws-cdk-lib';
import { Table } from 'aws-cdk-lib/aws-dynamodb';
import { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import { CfnStateMachine, StateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import { z } from 'zod';
import { sessionMachine } from '#state-machines/session/state-machine.ts';
import { readSettings, type SettingsInput } from '../config.ts';
import { workflowFunctions } from '../constructs/session-functions.ts';
import { deployedNames } from '../names.ts';
import { renderSchema, schemaPath } from '../settings/schema.ts';

/** Account and region of the rendered definition. The local environment uses them too. */
const env = { account: '000000000000', region: 'us-east-1' };

/** The committed definition of the session state machine. */
export const renderedPath = join(
  import.meta.dirname,
  '..',
  '..',
  'state-machines',
  'session',
  'session.asl.json',
);

/**
 * The session state machine in the Amazon States Language, as AWS and the local environment get it.
 * @returns indented JSON text
 */
export function renderSession(input: SettingsInput = {}): string {
  const settings = readSettings(input);
  const deployed = deployedNames(settings);
  const stack = new Stack(new App({ analyticsReporting: false }), 'Render', { env });
  const functions = workflowFunctions((name) =>
    LambdaFunction.fromFunctionArn(
      stack,
      name,
      `arn:aws:lambda:${env.region}:${env.account}:function:${deployed.function(name)}`,
    ),
  );
  const table = Table.fromTableName(stack, 'Table', deployed.table);
  const machine = new StateMachine(
    stack,
    'Machine',
    sessionMachine(stack, { functions, table, times: settings.times }),
  );
  const rendered = z.instanceof(CfnStateMachine).parse(machine.node.defaultChild).definitionString;
  return `${JSON.stringify(JSON.parse(joined(stack.resolve(rendered))), null, 2)}\n`;
}

/** Only the partition of integration ARNs may be unresolved. */
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

if (import.meta.main) {
  writeFileSync(renderedPath, renderSession());
  writeFileSync(schemaPath, renderSchema());
}
