import { AssemblyError } from '../../errors.ts';
import { evaluateCondition } from './conditions.ts';
import { type Physical, physicalOf } from './physical-names.ts';
import type { Resource, Stack } from './template.ts';

/** The position of a value in a template, for messages. */
interface Position {
  readonly stack: Stack;
  readonly path: string;
}

type Intrinsic = (argument: unknown, position: Position) => unknown;

const noValue = Symbol('AWS::NoValue');

/** Resolves intrinsic functions as CloudFormation does, over all stacks of one assembly. */
export class Resolver {
  readonly region: string;
  readonly accountId: string;
  readonly #stacks: readonly Stack[];
  readonly #physical = new Map<Resource, Physical>();

  constructor(stacks: readonly Stack[], location: { region: string; accountId: string }) {
    this.#stacks = stacks;
    this.region = location.region;
    this.accountId = location.accountId;
  }

  /**
   * Resolves the intrinsic functions in a value.
   * @throws AssemblyError with the resource and the path of the value that cannot be resolved
   */
  resolve(value: unknown, stack: Stack, path: string): unknown {
    const resolved = this.#value(value, { stack, path });
    return resolved === noValue ? undefined : resolved;
  }

  /** A resource's name and attributes, the values of Ref and Fn::GetAtt. */
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

  /** Whether the resource's condition holds. */
  exists(stack: Stack, resource: Resource): boolean {
    return (
      resource.Condition === undefined || this.#condition(resource.Condition, { stack, path: 'Conditions' })
    );
  }

  #value(value: unknown, position: Position): unknown {
    if (Array.isArray(value)) {
      return value
        .map((item, i) => this.#value(item, at(position, `[${i}]`)))
        .filter((item) => item !== noValue);
    }
    if (value === null || typeof value !== 'object') return value;
    const entries = Object.entries(value);
    const [first] = entries;
    if (entries.length === 1 && first !== undefined) {
      const [key, argument] = first;
      const intrinsic = this.#intrinsics[key];
      if (intrinsic !== undefined) return intrinsic(argument, position);
      if (key.startsWith('Fn::')) throw new AssemblyError(`${key} is not supported`, where(position));
    }
    return Object.fromEntries(
      entries
        .map(([key, item]): [string, unknown] => [key, this.#value(item, at(position, `.${key}`))])
        .filter(([, item]) => item !== noValue),
    );
  }

  readonly #intrinsics: Readonly<Record<string, Intrinsic>> = {
    Ref: (argument, position) => this.#ref(text(argument, position), position),
    'Fn::GetAtt': (argument, position) => {
      const [id, ...rest] = typeof argument === 'string' ? argument.split('.') : texts(argument, position);
      return this.#attribute(id ?? '', rest.join('.'), position);
    },
    'Fn::Join': (argument, position) => {
      const [separator, parts] = pair(argument, position);
      return texts(this.#value(parts, position), position).join(text(separator, position));
    },
    'Fn::Sub': (argument, position) => this.#substitute(argument, position),
    'Fn::Select': (argument, position) => {
      const [index, list] = pair(argument, position);
      const item = texts(this.#value(list, position), position)[Number(this.#value(index, position))];
      if (item === undefined) throw new AssemblyError('Fn::Select is out of range', where(position));
      return item;
    },
    'Fn::Split': (argument, position) => {
      const [separator, source] = pair(argument, position);
      return text(this.#value(source, position), position).split(text(separator, position));
    },
    'Fn::If': (argument, position) => {
      if (!Array.isArray(argument) || argument.length !== 3) throw malformed(position);
      const holds = this.#condition(text(argument[0], position), position);
      return this.#value(argument[holds ? 1 : 2], position);
    },
    'Fn::FindInMap': (argument, position) => {
      const [map = '', top = '', second = ''] = texts(this.#value(argument, position), position);
      const found = position.stack.template.Mappings[map]?.[top]?.[second];
      if (found === undefined)
        throw new AssemblyError(`mapping ${map}.${top}.${second} is missing`, where(position));
      return found;
    },
    'Fn::ImportValue': (argument, position) =>
      this.#import(text(this.#value(argument, position), position), position),
    'Fn::Base64': (argument, position) =>
      Buffer.from(text(this.#value(argument, position), position)).toString('base64'),
  };

  #ref(name: string, position: Position): unknown {
    const pseudo = this.#pseudo(name, position.stack);
    if (pseudo !== undefined) return pseudo;
    const { template } = position.stack;
    const resource = template.Resources[name];
    if (resource !== undefined) return this.physical(position.stack, name, resource).ref;
    const fallback = template.Parameters[name]?.Default;
    if (fallback !== undefined) return fallback;
    throw new AssemblyError(
      `Ref ${name} is neither a resource nor a parameter with a default`,
      where(position),
    );
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

  #attribute(logicalId: string, attribute: string, position: Position): string {
    const resource = position.stack.template.Resources[logicalId];
    if (resource === undefined)
      throw new AssemblyError(`resource ${logicalId} does not exist`, where(position));
    const value = this.physical(position.stack, logicalId, resource).attributes[attribute];
    if (value !== undefined) return value;
    throw new AssemblyError(
      `${resource.Type} ${logicalId} has no supported attribute ${attribute}`,
      where(position),
    );
  }

  #substitute(argument: unknown, position: Position): string {
    const [template, extra] = Array.isArray(argument) ? argument : [argument, {}];
    const variables = new Map(Object.entries(extra ?? {}));
    return text(template, position).replaceAll(
      /\$\{(!?)([^}]+)\}/g,
      (_match, literal: string, name: string) => {
        if (literal === '!') return `\${${name}}`;
        if (variables.has(name)) return text(this.#value(variables.get(name), position), position);
        const [id = '', ...attribute] = name.split('.');
        if (attribute.length > 0) return this.#attribute(id, attribute.join('.'), position);
        return text(this.#ref(name, position), position);
      },
    );
  }

  #import(name: string, position: Position): unknown {
    for (const stack of this.#stacks) {
      for (const [id, output] of Object.entries(stack.template.Outputs)) {
        if (output.Export === undefined) continue;
        const there = { stack, path: `Outputs.${id}` };
        if (this.#value(output.Export.Name, there) === name) return this.#value(output.Value, there);
      }
    }
    throw new AssemblyError(`no stack exports ${name}`, where(position));
  }

  #condition(name: string, position: Position): boolean {
    const condition = position.stack.template.Conditions[name];
    if (condition === undefined) throw new AssemblyError(`condition ${name} does not exist`, where(position));
    return evaluateCondition(condition, {
      named: (other) => this.#condition(other, position),
      value: (operand) => this.#value(operand, position),
      where: where(position),
    });
  }
}

const at = ({ stack, path }: Position, step: string): Position => ({ stack, path: path + step });
const where = ({ stack, path }: Position) => `${stack.name}/${path}`;
const malformed = (position: Position) => new AssemblyError('malformed intrinsic function', where(position));

function text(value: unknown, position: Position): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  throw new AssemblyError('expected a text', where(position));
}

function texts(value: unknown, position: Position): string[] {
  if (!Array.isArray(value)) throw malformed(position);
  return value.map((item) => text(item, position));
}

function pair(value: unknown, position: Position): [unknown, unknown] {
  if (!Array.isArray(value) || value.length !== 2) throw malformed(position);
  return [value[0], value[1]];
}
