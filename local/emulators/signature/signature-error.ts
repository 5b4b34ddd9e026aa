/** Why a request is refused. Each service has its own error codes for these. */
export type SignatureFault =
  | 'missing'
  | 'malformed'
  | 'unknown-key'
  | 'wrong-scope'
  | 'headers-not-signed'
  | 'mismatch'
  | 'skewed'
  | 'expired';

/** The request's signature is missing or not valid. The message holds no part of the signature. */
export class SignatureError extends Error {
  readonly fault: SignatureFault;

  constructor(fault: SignatureFault, message: string) {
    super(message);
    this.name = 'SignatureError';
    this.fault = fault;
  }
}
