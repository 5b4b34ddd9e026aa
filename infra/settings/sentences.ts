import type { z } from 'zod';

/** What a wrong setting is told with when its own rule has no words for it; read behind the setting's name. */
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
      return 'is not as it must be';
  }
}

/** One sentence for each thing that is wrong, with the setting's name in front. */
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
