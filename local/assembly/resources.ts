import type { z } from 'zod';
import { AssemblyError } from '../errors.ts';
import type { Physical } from './physical.ts';
import { Resolver } from './resolver.ts';
import type { Resource, Stack } from './template.ts';

/** One resource of the assembly with the properties that were asked for, resolved. */
export interface Found<T> {
  readonly logicalId: string;
  readonly stack: Stack;
  readonly physical: Physical;
  readonly properties: T;
}

/** Web addresses that a deployment would have, and what stands for them here: `[theirs, ours]`. */
export type Origins = readonly (readonly [string, string])[];

/** All resources of all stacks of one assembly, by type. */
export class Resources {
  readonly region: string;
  readonly accountId: string;
  readonly #stacks: readonly Stack[];
  readonly #resolver: Resolver;
  readonly #origins: Origins;

  constructor(stacks: readonly Stack[], place: { region: string; accountId: string }, origins: Origins = []) {
    this.#stacks = stacks;
    this.#resolver = new Resolver(stacks, place);
    this.#origins = origins;
    this.region = place.region;
    this.accountId = place.accountId;
  }

  /**
   * Every existing resource of a type. Only the properties that `schema` names are resolved.
   * @throws AssemblyError naming resource and path of a property that is missing, wrong or unresolvable
   */
  ofType<S extends z.ZodRawShape>(type: string, schema: z.ZodObject<S>): Found<z.infer<z.ZodObject<S>>>[] {
    return this.#stacks.flatMap((stack) =>
      Object.entries(stack.template.Resources)
        .filter(([, resource]) => resource.Type === type && this.#resolver.exists(stack, resource))
        .map(([logicalId, resource]) => ({
          logicalId,
          stack,
          physical: this.#resolver.physical(stack, logicalId, resource),
          properties: this.#read(stack, logicalId, resource, schema),
        })),
    );
  }

  /**
   * The one resource of a type.
   * @throws AssemblyError when there is none, or more than one
   */
  onlyOne<S extends z.ZodRawShape>(type: string, schema: z.ZodObject<S>): Found<z.infer<z.ZodObject<S>>> {
    const [found, ...more] = this.ofType(type, schema);
    if (found === undefined || more.length > 0) {
      throw new AssemblyError(
        `the home serves exactly one of these, not ${more.length + (found ? 1 : 0)}`,
        type,
      );
    }
    return found;
  }

  #read<S extends z.ZodRawShape>(
    stack: Stack,
    logicalId: string,
    resource: Resource,
    schema: z.ZodObject<S>,
  ): z.infer<z.ZodObject<S>> {
    const asked = Object.fromEntries(
      Object.keys(schema.shape)
        .filter((name) => name in resource.Properties)
        .map((name) => [name, resource.Properties[name]]),
    );
    const resolved = this.#resolver.resolve(asked, stack, logicalId);
    const parsed = schema.safeParse(this.#atHome(resolved));
    if (parsed.success) return parsed.data;
    const [issue] = parsed.error.issues;
    const path = [logicalId, ...(issue?.path ?? [])].map(String).join('.');
    throw new AssemblyError(issue?.message ?? 'malformed', `${stack.name}/${path} (${resource.Type})`);
  }

  #atHome(value: unknown): unknown {
    if (typeof value === 'string') {
      return this.#origins.reduce((text, [theirs, ours]) => text.replaceAll(theirs, ours), value);
    }
    if (Array.isArray(value)) return value.map((item) => this.#atHome(item));
    if (value === null || typeof value !== 'object') return value;
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, this.#atHome(item)]));
  }
}
