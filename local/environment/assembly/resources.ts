import type { z } from 'zod';
import { AssemblyError } from '../../errors.ts';
import type { Physical } from './physical-names.ts';
import { Resolver } from './resolver.ts';
import type { Resource, Stack } from './template.ts';

/** One resource with the requested properties, resolved. */
export interface Found<T> {
  readonly logicalId: string;
  readonly stack: Stack;
  readonly physical: Physical;
  readonly properties: T;
}

/** Pairs of a deployment's web address and the local one. */
export type Origins = readonly (readonly [string, string])[];

/** All resources of all stacks of one assembly, by type. */
export class Resources {
  readonly region: string;
  readonly accountId: string;
  readonly #stacks: readonly Stack[];
  readonly #resolver: Resolver;
  readonly #origins: Origins;

  constructor(
    stacks: readonly Stack[],
    location: { region: string; accountId: string },
    origins: Origins = [],
  ) {
    this.#stacks = stacks;
    this.#resolver = new Resolver(stacks, location);
    this.#origins = origins;
    this.region = location.region;
    this.accountId = location.accountId;
  }

  /**
   * Returns every existing resource of a type. Only the properties in `schema` are resolved.
   * @throws AssemblyError when a property is missing, invalid or unresolvable
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
   * Returns the only resource of a type.
   * @throws AssemblyError when there is none, or more than one
   */
  onlyOne<S extends z.ZodRawShape>(type: string, schema: z.ZodObject<S>): Found<z.infer<z.ZodObject<S>>> {
    const [found, ...more] = this.ofType(type, schema);
    if (found === undefined || more.length > 0) {
      throw new AssemblyError(`expected exactly one, found ${more.length + (found ? 1 : 0)}`, type);
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
    const parsed = schema.safeParse(this.#stored(resolved));
    if (parsed.success) return parsed.data;
    const [issue] = parsed.error.issues;
    const path = [logicalId, ...(issue?.path ?? [])].map(String).join('.');
    throw new AssemblyError(issue?.message ?? 'malformed', `${stack.name}/${path} (${resource.Type})`);
  }

  #stored(value: unknown): unknown {
    if (typeof value === 'string') {
      return this.#origins.reduce((text, [theirs, ours]) => text.replaceAll(theirs, ours), value);
    }
    if (Array.isArray(value)) return value.map((item) => this.#stored(item));
    if (value === null || typeof value !== 'object') return value;
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, this.#stored(item)]));
  }
}
