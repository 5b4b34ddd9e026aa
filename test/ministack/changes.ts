import type { Template } from '#local/assembly/template.ts';

/** One difference between what is deployed on AWS and on MiniStack. */
export interface Change {
  /** What is different. */
  readonly what: string;
  /** What MiniStack does wrong or lacks. */
  readonly reason: string;
  /** Changes a template in place. @returns the logical ids of what was changed */
  apply(template: Template, assembly: Assembly): string[];
}

/** What a change may need beside the template. */
export interface Assembly {
  /** Folder of the assembly; assets lie below. */
  readonly folder: string;
}

/** Type of the empty resource that stands for what is left out, so that references to it hold. */
export const placeholder = 'AWS::CloudFormation::WaitConditionHandle';

/** Those of a type that a change is for. */
export interface Which {
  /** In words, as in `AWS::X::Y that …`. */
  readonly that: string;
  is(properties: Readonly<Record<string, unknown>>): boolean;
}

/** Leaves a type of resource out, or some of it. */
export function leaveOut(type: string, reason: string, which?: Which): Change {
  return {
    what: `${type}${which === undefined ? '' : ` that ${which.that}`} is left out`,
    reason,
    apply: (template) => {
      const ids = idsOf(template, type).filter(
        (id) => which === undefined || which.is(template.Resources[id]?.Properties ?? {}),
      );
      for (const id of ids) {
        const DependsOn = template.Resources[id]?.DependsOn;
        template.Resources[id] = {
          Type: placeholder,
          Properties: {},
          ...(DependsOn !== undefined && { DependsOn }),
        };
      }
      return ids;
    },
  };
}

/** Replaces text in the definitions of state machines. */
export function inDefinitions(from: string, to: string, reason: string): Change {
  return {
    what: `\`${from}\` is \`${to}\` in the state machine`,
    reason,
    apply: (template) =>
      idsOf(template, 'AWS::StepFunctions::StateMachine').filter((id) => {
        const { Properties } = template.Resources[id] ?? {};
        if (!Properties || !JSON.stringify(Properties.DefinitionString).includes(asText(from))) return false;
        Properties.DefinitionString = mapTexts(Properties.DefinitionString, (text) =>
          text.replaceAll(from, to),
        );
        return true;
      }),
  };
}

/** Logical ids of a type. */
export function idsOf({ Resources }: Template, type: string): string[] {
  return Object.entries(Resources).flatMap(([id, resource]) => (resource.Type === type ? [id] : []));
}

function asText(text: string): string {
  return JSON.stringify(text).slice(1, -1);
}

function mapTexts(value: unknown, change: (text: string) => string): unknown {
  if (typeof value === 'string') return change(value);
  if (Array.isArray(value)) return value.map((one) => mapTexts(one, change));
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, mapTexts(one, change)]));
}
