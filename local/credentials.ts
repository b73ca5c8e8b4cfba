import { randomBytes } from 'node:crypto';

/** What the parts of a local run know each other by. Made at the first start; `run.json` keeps them. */
export interface Credentials {
  readonly postgresPassword: string;
  readonly secret: string;
  readonly simulatorAccountSid: string;
  readonly simulatorAuthToken: string;
  /** A bearer token for the API that opens every practice. */
  readonly apiToken: string;
}

export function newCredentials(): Credentials {
  return {
    postgresPassword: randomBytes(16).toString('hex'),
    secret: randomBytes(32).toString('base64url'),
    // As the carrier's own look: 'AC' and 32 hexadecimal digits.
    simulatorAccountSid: `AC${randomBytes(16).toString('hex')}`,
    simulatorAuthToken: randomBytes(16).toString('hex'),
    apiToken: `kept_${randomBytes(32).toString('base64url')}`,
  };
}
