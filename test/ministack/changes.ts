import type { Template } from '#local/environment/assembly/template.ts';

/** One difference between the deployments on AWS and on MiniStack. */
export interface Change {
  /** The difference, as a sentence. */
  readonly what: string;
  /** What MiniStack lacks or does differently. */
  readonly reason: string;
  /** Changes a template in place. @returns the logical ids of the changed resources */
  apply(template: Template, assembly: Assembly): string[];
}

export interface Assembly {
  /** Folder of the assembly and its assets. */
  readonly folder: string;
}

/** Type of the empty resource that replaces an omitted one, so that references to it still resolve. */
export const placeholder = 'AWS::CloudFormation::WaitConditionHandle';

/** Selects some resources of a type. */
export interface Which {
  /** Completes the sentence "AWS::X::Y that". */
  readonly that: string;
  is(properties: Readonly<Record<string, unknown>>): boolean;
}

/** Omits the resources of a type, or some of them. */
export function omit(type: string, reason: string, which?: Which): Change {
  return {
    what: `${type}${which === undefined ? '' : ` that ${which.that}`} is omitted.`,
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

/** Replaces text in state machine definitions. */
export function inDefinitions(from: string, to: string, reason: string): Change {
  return {
    what: `\`${to}\` replaces \`${from}\` in the state machine.`,
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

/** Logical ids of the resources of a type. */
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
