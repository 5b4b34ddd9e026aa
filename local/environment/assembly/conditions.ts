import { AssemblyError } from '../../errors.ts';

interface Scope {
  /** Another condition, by name. */
  readonly named: (name: string) => boolean;
  readonly value: (operand: unknown) => unknown;
  readonly where: string;
}

/** Fn::Equals, Fn::And, Fn::Or, Fn::Not and {Condition: name}, as CloudFormation evaluates them. */
export function evaluateCondition(condition: unknown, scope: Scope): boolean {
  const [entry] = Object.entries(condition ?? {});
  if (entry === undefined) throw new AssemblyError('an empty condition', scope.where);
  const [kind, argument] = entry;
  const operands: unknown[] = Array.isArray(argument) ? argument : [argument];
  switch (kind) {
    case 'Fn::Equals':
      return String(scope.value(operands[0])) === String(scope.value(operands[1]));
    case 'Fn::And':
      return operands.every((operand) => evaluateCondition(operand, scope));
    case 'Fn::Or':
      return operands.some((operand) => evaluateCondition(operand, scope));
    case 'Fn::Not':
      return !evaluateCondition(operands[0], scope);
    case 'Condition':
      return scope.named(String(argument));
  }
  throw new AssemblyError(`${kind} is not a condition`, scope.where);
}
