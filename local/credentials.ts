import { generateKeyPairSync, randomBytes } from 'node:crypto';

/** What the parts of a local run know each other by. Made at the first start; `run.json` keeps them. */
export interface Credentials {
  readonly postgresPassword: string;
  readonly secret: string;
  readonly simulatorAccountSid: string;
  readonly simulatorAuthToken: string;
  readonly simulatorSendgridApiKey: string;
  /** The pair that the simulator signs its mail events with, and Kept checks them by: DER, base64. */
  readonly simulatorSendgridSigningKey: string;
  readonly simulatorSendgridWebhookKey: string;
  /** A bearer token for the API that opens every practice. */
  readonly apiToken: string;
}

export function newCredentials(): Credentials {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'prime256v1' });
  return {
    postgresPassword: randomBytes(16).toString('hex'),
    secret: randomBytes(32).toString('base64url'),
    // As the carrier's own look: 'AC' and 32 hexadecimal digits.
    simulatorAccountSid: `AC${randomBytes(16).toString('hex')}`,
    simulatorAuthToken: randomBytes(16).toString('hex'),
    simulatorSendgridApiKey: `SG.${randomBytes(16).toString('base64url')}.${randomBytes(32).toString('base64url')}`,
    simulatorSendgridSigningKey: privateKey.export({ format: 'der', type: 'pkcs8' }).toString('base64'),
    simulatorSendgridWebhookKey: publicKey.export({ format: 'der', type: 'spki' }).toString('base64'),
    apiToken: `kept_${randomBytes(32).toString('base64url')}`,
  };
}
