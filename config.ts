import { homedir } from 'node:os';
import { delimiter, join } from 'node:path';
import { envSchema } from 'env-schema';
import Type, { type Static } from 'typebox';
import { Fault } from './domain/fault.ts';
import { Temporal } from './domain/time.ts';

/** Every variable of the environment that Kept reads; `.env.example` explains each. Temporal's own are read by its library. */
const Environment = Type.Object({
  DATABASE_URL: Type.String({ default: '' }),
  KEPT_PORT: Type.Integer({ default: 4300, minimum: 1, maximum: 65535 }),
  KEPT_HOST: Type.String({ default: '127.0.0.1' }),
  KEPT_PUBLIC_URL: Type.String({ default: '' }),
  KEPT_SECRET: Type.String({ default: '' }),
  KEPT_SECRET_PREVIOUS: Type.String({ default: '' }),
  KEPT_SETTLE_LAG: Type.String({ default: 'PT5M', pattern: '^PT(?=\\d)(\\d+H)?(\\d+M)?(\\d+S)?$' }),
  KEPT_WORKFLOW_BUNDLE: Type.String({ default: '' }),
  KEPT_TEXT_PER_SECOND: Type.Number({ default: 50, minimum: 0 }),
  KEPT_VOICE_PER_SECOND: Type.Number({ default: 1, minimum: 0 }),
  KEPT_EMAIL_PER_SECOND: Type.Number({ default: 100, minimum: 0 }),
  KEPT_METRICS_PORT: Type.Integer({ default: 0, minimum: 0, maximum: 65535 }),
  KEPT_TEMPORAL_UI_URL: Type.String({ default: '' }),
  KEPT_SIMULATOR_URL: Type.String({ default: '' }),
  KEPT_SIMULATOR_ACCOUNT_SID: Type.String({ default: '' }),
  KEPT_SIMULATOR_AUTH_TOKEN: Type.String({ default: '' }),
  KEPT_SIMULATOR_SENDGRID_API_KEY: Type.String({ default: '' }),
  KEPT_SIMULATOR_SENDGRID_WEBHOOK_KEY: Type.String({ default: '' }),
  KEPT_SIMULATOR_SENDGRID_SIGNING_KEY: Type.String({ default: '' }),
  KEPT_SIMULATOR_API_TOKEN: Type.String({ default: '' }),
  TEMPORAL_ADDRESS: Type.String({ default: '' }),
  TEMPORAL_NAMESPACE: Type.String({ default: 'default' }),
  TWILIO_ACCOUNT_SID: Type.String({ default: '' }),
  TWILIO_AUTH_TOKEN: Type.String({ default: '' }),
  TWILIO_AUTH_TOKEN_NEXT: Type.String({ default: '' }),
  TWILIO_BASE_URL: Type.String({ default: 'https://api.twilio.com' }),
  SENDGRID_API_KEY: Type.String({ default: '' }),
  SENDGRID_WEBHOOK_KEY: Type.String({ default: '' }),
  SENDGRID_BASE_URL: Type.String({ default: 'https://api.sendgrid.com' }),
  LOG_LEVEL: Type.Enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'], { default: 'info' }),
});

/** Their names. */
export const environmentVariables: readonly string[] = Object.keys(Environment.properties);

/** An account at Twilio, or at the simulator that speaks as it. */
export interface TwilioCredentials {
  readonly accountSid: string;
  /** Signs what we write. Any of `acceptedTokens` may have signed what we are sent: two stand while a token is rotated. */
  readonly authToken: string;
  readonly acceptedTokens: readonly string[];
  readonly baseUrl: string;
}

/** An account at SendGrid, or at the simulator that speaks as it. */
interface SendgridCredentials {
  readonly apiKey: string;
  /** The public key that its event webhook is signed with, base64. */
  readonly webhookKey: string;
  readonly baseUrl: string;
}

/** Accounts at the carriers; null where none is configured. */
interface CarrierCredentials {
  readonly twilio: TwilioCredentials | null;
  readonly sendgrid: SendgridCredentials | null;
}

export interface Config {
  readonly databaseUrl: string;
  readonly host: string;
  readonly port: number;
  /** What carriers and patients see, without a slash at its end. */
  readonly publicUrl: string;
  /** Signs the links that patients get; `createSeal` says what it must be. The one before it is still accepted while it is rotated. */
  readonly secret: string;
  readonly previousSecret: string | null;
  /** How long after a hand-over its absence at the carrier counts. */
  readonly settleLagMs: number;
  /** Hand-overs a second that the carrier's account may make, by channel; null: as many as come. */
  readonly perSecond: Readonly<Record<'text' | 'voice' | 'email', number | null>>;
  readonly workflowBundle: string | null;
  readonly metricsPort: number | null;
  readonly temporalAddress: string;
  readonly temporalNamespace: string;
  readonly temporalUiUrl: string | null;
  /** What the simulator signs its event webhook with (PKCS #8, base64); null where there is no simulator. */
  readonly simulatorSigningKey: string | null;
  /** What the simulator asks the staff API with, for the labels on its page; null where it shows none. */
  readonly simulatorApiToken: string | null;
  /** By `practices.carrier`. */
  readonly carriers: { readonly configured: CarrierCredentials; readonly simulator: CarrierCredentials };
  readonly logLevel: Static<typeof Environment>['LOG_LEVEL'];
}

/**
 * Reads the environment, or what is given in its place. Throws `not_configured`, naming the variable, where a value cannot be
 * used. What is not set is empty here, and the process that needs it says so when it starts.
 */
export function readConfig(environment: NodeJS.ProcessEnv = process.env): Config {
  const env = checkedEnvironment(environment);
  const simulator = account(env.KEPT_SIMULATOR_ACCOUNT_SID, [env.KEPT_SIMULATOR_AUTH_TOKEN], env.KEPT_SIMULATOR_URL);
  const simulatedMail = mailAccount(
    env.KEPT_SIMULATOR_SENDGRID_API_KEY,
    env.KEPT_SIMULATOR_SENDGRID_WEBHOOK_KEY,
    env.KEPT_SIMULATOR_URL,
  );
  return {
    databaseUrl: env.DATABASE_URL,
    host: env.KEPT_HOST,
    port: env.KEPT_PORT,
    publicUrl: (env.KEPT_PUBLIC_URL || `http://${env.KEPT_HOST}:${String(env.KEPT_PORT)}`).replace(/\/+$/, ''),
    secret: env.KEPT_SECRET,
    previousSecret: env.KEPT_SECRET_PREVIOUS || null,
    settleLagMs: Temporal.Duration.from(env.KEPT_SETTLE_LAG).total('milliseconds'),
    perSecond: {
      text: env.KEPT_TEXT_PER_SECOND || null,
      voice: env.KEPT_VOICE_PER_SECOND || null,
      email: env.KEPT_EMAIL_PER_SECOND || null,
    },
    workflowBundle: env.KEPT_WORKFLOW_BUNDLE || null,
    metricsPort: env.KEPT_METRICS_PORT || null,
    temporalAddress: env.TEMPORAL_ADDRESS || '127.0.0.1:7233',
    temporalNamespace: env.TEMPORAL_NAMESPACE,
    temporalUiUrl: env.KEPT_TEMPORAL_UI_URL || null,
    simulatorSigningKey: env.KEPT_SIMULATOR_SENDGRID_SIGNING_KEY || null,
    simulatorApiToken: env.KEPT_SIMULATOR_API_TOKEN || null,
    carriers: {
      // In the local run the simulator stands in for the account that nobody has given yet.
      configured: {
        twilio:
          account(env.TWILIO_ACCOUNT_SID, [env.TWILIO_AUTH_TOKEN, env.TWILIO_AUTH_TOKEN_NEXT], env.TWILIO_BASE_URL) ??
          simulator,
        sendgrid: mailAccount(env.SENDGRID_API_KEY, env.SENDGRID_WEBHOOK_KEY, env.SENDGRID_BASE_URL) ?? simulatedMail,
      },
      simulator: { twilio: simulator, sendgrid: simulatedMail },
    },
    logLevel: env.LOG_LEVEL,
  };
}

/** What the commands that start other programs need to know of this machine and of the shell that called them. */
export interface Machine {
  /** The folders of PATH. */
  readonly searchPath: readonly string[];
  /** Where what was fetched once is kept: `kept` in the user's cache folder. */
  readonly cacheFolder: string;
  /** What a variable is set to, or null. */
  given(name: 'DATABASE_URL' | 'KEPT_PUBLIC_URL' | 'TEMPORAL_ADDRESS'): string | null;
  /** The environment for a program that is started from here: this one, with `changes` over it. */
  environmentWith(changes: Readonly<Record<string, string>>): NodeJS.ProcessEnv;
}

/** Reads the same environment as `readConfig`, for the commands that start other programs. */
export function readMachine(environment: NodeJS.ProcessEnv = process.env): Machine {
  return {
    searchPath: (environment['PATH'] ?? '').split(delimiter).filter((folder) => folder !== ''),
    cacheFolder: join(environment['XDG_CACHE_HOME'] || join(homedir(), '.cache'), 'kept'),
    given: (name) => environment[name] || null,
    environmentWith: (changes) => ({ ...environment, ...changes }),
  };
}

function checkedEnvironment(environment: NodeJS.ProcessEnv): Static<typeof Environment> {
  try {
    return envSchema<Static<typeof Environment>>({ schema: Environment, data: environment, env: false });
  } catch (error) {
    // Ajv's sentence names the variable and the rule, and quotes no value.
    throw new Fault(
      'not_configured',
      `The environment cannot be used: ${error instanceof Error ? error.message : 'unknown'}.`,
    );
  }
}

function account(accountSid: string, tokens: readonly string[], baseUrl: string): TwilioCredentials | null {
  const acceptedTokens = tokens.filter((token) => token !== '');
  const [authToken] = acceptedTokens;
  if (accountSid === '' || authToken === undefined || baseUrl === '') return null;
  return { accountSid, authToken, acceptedTokens, baseUrl: baseUrl.replace(/\/+$/, '') };
}

/** An account needs both keys: without the second nothing that the carrier reports could be believed. */
function mailAccount(apiKey: string, webhookKey: string, baseUrl: string): SendgridCredentials | null {
  if (apiKey === '' || webhookKey === '' || baseUrl === '') return null;
  return { apiKey, webhookKey, baseUrl: baseUrl.replace(/\/+$/, '') };
}
