import { z } from 'zod';
import { ofType, type Stacks } from './stacks.ts';

const oneOrMany = z.union([z.unknown().array(), z.unknown().transform((one) => [one])]);
const Statement = z.object({
  Effect: z.string(),
  Action: oneOrMany.pipe(z.array(z.string())),
  Resource: oneOrMany,
  Condition: z.unknown().optional(),
});
export type Statement = z.infer<typeof Statement>;
const Policy = z.object({
  Roles: z.array(z.object({ Ref: z.string() })).default([]),
  PolicyDocument: z.object({ Statement: z.array(Statement) }),
});

/** A policy statement and the role that has it. */
export interface Permission extends Statement {
  readonly role: string;
}

/** Every permission that a stack's roles have through policies in the template. */
export function permissions(assembly: Stacks, stack: string): Permission[] {
  return ofType(assembly, 'AWS::IAM::Policy', stack).flatMap(([, { Properties }]) => {
    const { Roles, PolicyDocument } = Policy.parse(Properties);
    return Roles.flatMap(({ Ref: role }) => PolicyDocument.Statement.map((one) => ({ ...one, role })));
  });
}
