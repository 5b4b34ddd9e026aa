import type { StackResource } from '#test/deployed/stack.ts';
import type { Applied } from './assembly.ts';

/** Lists the deployed resources by stack and type, and the differences from AWS with their reasons. */
export function report(
  stacks: ReadonlyMap<string, readonly StackResource[]>,
  applied: readonly Applied[],
): string {
  const deployed = [...stacks].flatMap(([stack, resources]) => [
    `${stack}: ${resources.length} resources`,
    ...countsOf(resources).map(([type, count]) => `  ${`${count}`.padStart(3)} ${type}`),
  ]);
  const different = applied.flatMap(({ change, resources }) => [
    `- ${change.what}${resources.length === 0 ? ' (no such resource in the stacks)' : ''}`,
    `  ${change.reason}`,
    ...(resources.length === 0 ? [] : [`  ${resources.join(', ')}`]),
  ]);
  return ['Deployed on MiniStack:', ...deployed, '', 'Differences from AWS:', ...different].join('\n');
}

function countsOf(resources: readonly StackResource[]): [string, number][] {
  const groups = Object.entries(Object.groupBy(resources, ({ type }) => type));
  return groups
    .map(([type, all = []]): [string, number] => [type, all.length])
    .sort(([a], [b]) => (a < b ? -1 : 1));
}
