/**
 * An error of the local environment. The code is stable; the message says what happened and what to do.
 * @example
 * throw new EnvironmentError('PortTaken', 'Port 3900 (api) is in use. Stop that program.', { port: 3900 });
 */
export class EnvironmentError extends Error {
  readonly code: string;
  readonly fields: Readonly<Record<string, string | number>>;

  constructor(code: string, message: string, fields: Record<string, string | number> = {}) {
    super(message);
    this.name = 'EnvironmentError';
    this.code = code;
    this.fields = fields;
  }
}

/** The template contains something that the local environment does not support. Names the resource and the path in it. */
export class AssemblyError extends EnvironmentError {
  constructor(message: string, where: string) {
    super('AssemblyInvalid', `${where}: ${message}`, { where });
  }
}
