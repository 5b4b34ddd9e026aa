/** Attribute names as placeholders: `name` becomes `#name`. */
export function namesOf(attributes: readonly string[]): Record<string, string> {
  return Object.fromEntries(attributes.map((name) => [`#${name}`, name]));
}

/**
 * Builds a DynamoDB `SET` of attributes. Skips undefined values.
 * @param once attributes that are only set where they are missing
 * @example setExpression({ state: 'sent' }).text // 'SET #state = :set_state'
 */
export function setExpression(always: object, once: object = {}) {
  const entries = Object.entries({ ...always, ...once }).filter(([, value]) => value !== undefined);
  const assignments = entries.map(([name]) =>
    name in once ? `#${name} = if_not_exists(#${name}, :set_${name})` : `#${name} = :set_${name}`,
  );
  return {
    text: `SET ${assignments.join(', ')}`,
    names: namesOf(entries.map(([name]) => name)),
    values: Object.fromEntries(entries.map(([name, value]) => [`:set_${name}`, value])),
  };
}
