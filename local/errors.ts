/** What the one-machine home fails with: a stable code, and a message that says what to do. */
export class HomeError extends Error {
  readonly code: string;
  readonly fields: Readonly<Record<string, string | number>>;

  constructor(code: string, message: string, fields: Record<string, string | number> = {}) {
    super(message);
    this.name = 'HomeError';
    this.code = code;
    this.fields = fields;
  }
}

/** The template says something that the home cannot follow; names the resource and the path inside it. */
export class AssemblyError extends HomeError {
  constructor(message: string, where: string) {
    super('AssemblyInvalid', `${where}: ${message}`, { where });
  }
}
