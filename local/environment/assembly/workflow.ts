import { z } from 'zod';
import type { Resources } from './resources.ts';

export interface StateMachineModel {
  readonly arn: string;
  readonly name: string;
  /** JSON text in the Amazon States Language. */
  readonly definition: string;
  readonly roleArn: string;
  /** STANDARD or EXPRESS. */
  readonly type: string;
}

const StateMachineProperties = z.object({
  DefinitionString: z.string().optional(),
  Definition: z.record(z.string(), z.unknown()).optional(),
  RoleArn: z.string(),
  StateMachineType: z.string().default('STANDARD'),
});

export function readStateMachines(resources: Resources): StateMachineModel[] {
  return resources
    .ofType('AWS::StepFunctions::StateMachine', StateMachineProperties)
    .map(({ physical, properties }) => ({
      arn: physical.ref,
      name: physical.attributes.Name ?? physical.ref,
      definition: properties.DefinitionString ?? JSON.stringify(properties.Definition),
      roleArn: properties.RoleArn,
      type: properties.StateMachineType,
    }));
}
