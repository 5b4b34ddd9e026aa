import { z } from 'zod';
import type { Aws } from './aws.ts';

/** A resource of a deployed stack. */
export interface StackResource {
  readonly logicalId: string;
  readonly type: string;
  readonly physicalId: string;
}

const Member = z.object({
  LogicalResourceId: z.string(),
  ResourceType: z.string(),
  PhysicalResourceId: z.string().optional(),
});
/** A list with one member is parsed as an object. */
const Page = z.object({
  ListStackResourcesResponse: z.object({
    ListStackResourcesResult: z.object({
      StackResourceSummaries: z
        .union([z.object({ member: z.union([Member, z.array(Member)]) }), z.string()])
        .transform((list) => (typeof list === 'string' ? [] : [list.member].flat())),
      NextToken: z.string().optional(),
    }),
  }),
});

/** All resources of a deployed stack. @throws AwsCallError when the stack does not exist */
export async function stackResources(aws: Aws, stack: string): Promise<readonly StackResource[]> {
  const found: StackResource[] = [];
  let next: string | undefined;
  do {
    const input = { StackName: stack, ...(next !== undefined && { NextToken: next }) };
    const answer = await aws.query('cloudformation', '2010-05-15', 'ListStackResources', input);
    const { ListStackResourcesResponse } = Page.parse(answer);
    const { StackResourceSummaries, NextToken } = ListStackResourcesResponse.ListStackResourcesResult;
    for (const { LogicalResourceId, ResourceType, PhysicalResourceId = '' } of StackResourceSummaries) {
      found.push({ logicalId: LogicalResourceId, type: ResourceType, physicalId: PhysicalResourceId });
    }
    next = NextToken;
  } while (next !== undefined);
  return found;
}

/** The physical id of the only resource of a type. @throws Error when there is not exactly one */
export function onlyOne(resources: readonly StackResource[], type: string): string {
  const [one, ...others] = resources.filter((resource) => resource.type === type);
  if (one === undefined || others.length > 0) {
    throw new Error(`${type}: expected one in these stacks, found ${others.length + (one ? 1 : 0)}.`);
  }
  return one.physicalId;
}
