import { AssemblyError } from '../errors.ts';
import { evaluateCondition } from './conditions.ts';
import { type Physical, physicalOf } from './physical.ts';
import type { Resource, Stack } from './template.ts';

/** Where a value stands: for messages. */
interface Place {
  readonly stack: Stack;
  readonly path: string;
}

type Intrinsic = (argument: unknown, place: Place) => unknown;

const noValue = Symbol('AWS::NoValue');

/** Resolves intrinsic functions as CloudFormation does, over all stacks of one assembly. */
export class Resolver {
  readonly region: string;
  readonly accountId: string;
  readonly #stacks: readonly Stack[];
  readonly #physical = new Map<Resource, Physical>();

  constructor(stacks: readonly Stack[], place: { region: string; accountId: string }) {
    this.#stacks = stacks;
    this.region = place.region;
    this.accountId = place.accountId;
  }

  /**
   * A value of a template without intrinsic functions.
   * @throws AssemblyError naming the resource and the path of what cannot be resolved
   */
  resolve(value: unknown, stack: Stack, path: string): unknown {
    const resolved = this.#value(value, { stack, path });
    return resolved === noValue ? undefined : resolved;
  }

  /** Names of a resource: what Ref and Fn::GetAtt give. */
  physical(stack: Stack, logicalId: string, resource: Resource): Physical {
    const known = this.#physical.get(resource);
    if (known !== undefined) return known;
    const physical = physicalOf(resource.Type, {
      region: this.region,
      accountId: this.accountId,
      stack: stack.name,
      logicalId,
      named: (property) => {
        const name = this.resolve(resource.Properties[property], stack, `${logicalId}.${property}`);
        return typeof name === 'string' ? name : undefined;
      },
    });
    this.#physical.set(resource, physical);
    return physical;
  }

  /** False when the resource has a condition that does not hold. */
  exists(stack: Stack, resource: Resource): boolean {
    return (
      resource.Condition === undefined || this.#condition(resource.Condition, { stack, path: 'Conditions' })
    );
  }

  #value(value: unknown, place: Place): unknown {
    if (Array.isArray(value)) {
      return value
        .map((item, i) => this.#value(item, at(place, `[${i}]`)))
        .filter((item) => item !== noValue);
    }
    if (value === null || typeof value !== 'object') return value;
    const entries = Object.entries(value);
    const [first] = entries;
    if (entries.length === 1 && first !== undefined) {
      const [key, argument] = first;
      const intrinsic = this.#intrinsics[key];
      if (intrinsic !== undefined) return intrinsic(argument, place);
      if (key.startsWith('Fn::')) throw new AssemblyError(`${key} is not known to the home`, where(place));
    }
    return Object.fromEntries(
      entries
        .map(([key, item]): [string, unknown] => [key, this.#value(item, at(place, `.${key}`))])
        .filter(([, item]) => item !== noValue),
    );
  }

  readonly #intrinsics: Readonly<Record<string, Intrinsic>> = {
    Ref: (argument, place) => this.#ref(text(argument, place), place),
    'Fn::GetAtt': (argument, place) => {
      const [id, ...rest] = typeof argument === 'string' ? argument.split('.') : texts(argument, place);
      return this.#attribute(id ?? '', rest.join('.'), place);
    },
    'Fn::Join': (argument, place) => {
      const [separator, parts] = pair(argument, place);
      return texts(this.#value(parts, place), place).join(text(separator, place));
    },
    'Fn::Sub': (argument, place) => this.#substitute(argument, place),
    'Fn::Select': (argument, place) => {
      const [index, list] = pair(argument, place);
      const item = texts(this.#value(list, place), place)[Number(this.#value(index, place))];
      if (item === undefined) throw new AssemblyError('Fn::Select is out of range', where(place));
      return item;
    },
    'Fn::Split': (argument, place) => {
      const [separator, source] = pair(argument, place);
      return text(this.#value(source, place), place).split(text(separator, place));
    },
    'Fn::If': (argument, place) => {
      if (!Array.isArray(argument) || argument.length !== 3) throw malformed(place);
      const holds = this.#condition(text(argument[0], place), place);
      return this.#value(argument[holds ? 1 : 2], place);
    },
    'Fn::FindInMap': (argument, place) => {
      const [map = '', top = '', second = ''] = texts(this.#value(argument, place), place);
      const found = place.stack.template.Mappings[map]?.[top]?.[second];
      if (found === undefined)
        throw new AssemblyError(`mapping ${map}.${top}.${second} is missing`, where(place));
      return found;
    },
    'Fn::ImportValue': (argument, place) => this.#import(text(this.#value(argument, place), place), place),
    'Fn::Base64': (argument, place) =>
      Buffer.from(text(this.#value(argument, place), place)).toString('base64'),
  };

  #ref(name: string, place: Place): unknown {
    const pseudo = this.#pseudo(name, place.stack);
    if (pseudo !== undefined) return pseudo;
    const { template } = place.stack;
    const resource = template.Resources[name];
    if (resource !== undefined) return this.physical(place.stack, name, resource).ref;
    const fallback = template.Parameters[name]?.Default;
    if (fallback !== undefined) return fallback;
    throw new AssemblyError(`Ref ${name}: no such resource, and no parameter with a default`, where(place));
  }

  #pseudo(name: string, stack: Stack): string | symbol | undefined {
    switch (name) {
      case 'AWS::Region':
        return this.region;
      case 'AWS::AccountId':
        return this.accountId;
      case 'AWS::Partition':
        return 'aws';
      case 'AWS::URLSuffix':
        return 'amazonaws.com';
      case 'AWS::StackName':
        return stack.name;
      case 'AWS::StackId':
        return `arn:aws:cloudformation:${this.region}:${this.accountId}:stack/${stack.name}/local`;
      case 'AWS::NoValue':
        return noValue;
    }
    return undefined;
  }

  #attribute(logicalId: string, attribute: string, place: Place): string {
    const resource = place.stack.template.Resources[logicalId];
    if (resource === undefined) throw new AssemblyError(`no resource ${logicalId}`, where(place));
    const value = this.physical(place.stack, logicalId, resource).attributes[attribute];
    if (value !== undefined) return value;
    throw new AssemblyError(`${resource.Type} ${logicalId} has no attribute ${attribute} here`, where(place));
  }

  #substitute(argument: unknown, place: Place): string {
    const [template, extra] = Array.isArray(argument) ? argument : [argument, {}];
    const variables = new Map(Object.entries(extra ?? {}));
    return text(template, place).replaceAll(/\$\{(!?)([^}]+)\}/g, (_match, literal: string, name: string) => {
      if (literal === '!') return `\${${name}}`;
      if (variables.has(name)) return text(this.#value(variables.get(name), place), place);
      const [id = '', ...attribute] = name.split('.');
      if (attribute.length > 0) return this.#attribute(id, attribute.join('.'), place);
      return text(this.#ref(name, place), place);
    });
  }

  #import(name: string, place: Place): unknown {
    for (const stack of this.#stacks) {
      for (const [id, output] of Object.entries(stack.template.Outputs)) {
        if (output.Export === undefined) continue;
        const there = { stack, path: `Outputs.${id}` };
        if (this.#value(output.Export.Name, there) === name) return this.#value(output.Value, there);
      }
    }
    throw new AssemblyError(`no stack exports ${name}`, where(place));
  }

  #condition(name: string, place: Place): boolean {
    const condition = place.stack.template.Conditions[name];
    if (condition === undefined) throw new AssemblyError(`no condition ${name}`, where(place));
    return evaluateCondition(condition, {
      named: (other) => this.#condition(other, place),
      value: (operand) => this.#value(operand, place),
      where: where(place),
    });
  }
}

const at = ({ stack, path }: Place, step: string): Place => ({ stack, path: path + step });
const where = ({ stack, path }: Place) => `${stack.name}/${path}`;
const malformed = (place: Place) => new AssemblyError('malformed intrinsic function', where(place));

function text(value: unknown, place: Place): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  throw new AssemblyError('a text is expected here', where(place));
}

function texts(value: unknown, place: Place): string[] {
  if (!Array.isArray(value)) throw malformed(place);
  return value.map((item) => text(item, place));
}

function pair(value: unknown, place: Place): [unknown, unknown] {
  if (!Array.isArray(value) || value.length !== 2) throw malformed(place);
  return [value[0], value[1]];
}
