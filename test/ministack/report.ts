import type { StackResource } from '#test/deployed/stack.ts';
import type { Applied } from './assembly.ts';

/** What was deployed, by stack and type, and what was not, with the reason. */
export function report(
  stacks: ReadonlyMap<string, readonly StackResource[]>,
  applied: readonly Applied[],
): string {
  const deployed = [...stacks].flatMap(([stack, resources]) => [
    `${stack}: ${resources.length} resources`,
    ...countsOf(resources).map(([type, count]) => `  ${`${count}`.padStart(3)} ${type}`),
  ]);
  const different = applied.flatMap(({ change, places }) => [
    `- ${change.what}${places.length === 0 ? ' (nothing of the kind is in the stacks)' : ''}`,
    `  ${change.reason}`,
    ...(places.length === 0 ? [] : [`  ${places.join(', ')}`]),
  ]);
  return ['Deployed on MiniStack:', ...deployed, '', 'Different from AWS:', ...different].join('\n');
}

function countsOf(resources: readonly StackResource[]): [string, number][] {
  const groups = Object.entries(Object.groupBy(resources, ({ type }) => type));
  return groups
    .map(([type, all = []]): [string, number] => [type, all.length])
    .sort(([a], [b]) => (a < b ? -1 : 1));
}
