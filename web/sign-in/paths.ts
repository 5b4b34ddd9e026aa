/** The issuer redirects the browser back to this path. */
export const signedInPath = '/signed-in';

/** A tab opened here redirects to the issuer, and closes after the sign-in. */
export const signInPath = '/sign-in';
