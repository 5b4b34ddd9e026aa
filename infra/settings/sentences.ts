import type { z } from 'zod';

/** Default message of an invalid setting. It follows the setting's name. */
export function explain(issue: z.core.$ZodRawIssue): string {
  switch (issue.code) {
    case 'invalid_type':
      return issue.input === undefined ? 'is missing' : `must be of type ${issue.expected}`;
    case 'too_small':
      return bound(issue, issue.inclusive === false ? 'above' : 'at least', issue.minimum);
    case 'too_big':
      return bound(issue, issue.inclusive === false ? 'below' : 'at most', issue.maximum);
    case 'invalid_value':
      return `must be one of ${issue.values.join(', ')}`;
    case 'unrecognized_keys':
    case 'invalid_format':
    case 'invalid_union':
    case 'invalid_key':
    case 'invalid_element':
    case 'not_multiple_of':
    case 'custom':
      return 'is not valid';
  }
}

/** One sentence for each problem, starting with the setting's name. */
export function sentences(error: z.ZodError): string[] {
  return error.issues.flatMap((issue) => {
    const at = (path: readonly PropertyKey[]) => `Setting "${path.map(String).join('.')}"`;
    if (issue.code === 'unrecognized_keys') {
      return issue.keys.map((key) => `${at([...issue.path, key])} is not known.`);
    }
    return [`${at(issue.path)} ${issue.message}.`];
  });
}

function bound({ origin }: { origin: string }, relation: string, limit: number | bigint): string {
  const unit = origin === 'string' ? ' characters long' : '';
  return `must be ${relation} ${limit}${unit}`;
}
