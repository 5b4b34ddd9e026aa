/** Why a request is refused; each service has its own code for each. */
export type SignatureFault =
  | 'missing'
  | 'malformed'
  | 'unknown-key'
  | 'wrong-scope'
  | 'headers-not-signed'
  | 'mismatch'
  | 'skewed'
  | 'expired';

/** The request is not signed as it must be. The message holds no part of the signature. */
export class SignatureError extends Error {
  readonly fault: SignatureFault;

  constructor(fault: SignatureFault, message: string) {
    super(message);
    this.name = 'SignatureError';
    this.fault = fault;
  }
}
