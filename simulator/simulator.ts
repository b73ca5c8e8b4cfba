import fastify, { type FastifyInstance } from 'fastify';
import { createCallRecord } from './calls/call-record.ts';
import { createCallWebhooks } from './calls/call-webhooks.ts';
import { callsApi } from './calls/calls-api.ts';
import { createSwitchboard } from './calls/switchboard.ts';
import { createCarrier, type Pace } from './carrier.ts';
import { controlApi } from './control-api.ts';
import type { Entry } from './entries.ts';
import { createFaults } from './faults.ts';
import { openJournal } from './journal.ts';
import { createKeptApi } from './kept-api.ts';
import { mailApi } from './mail/mail-api.ts';
import { createMailOffice, type MailAccount } from './mail/mail-office.ts';
import { mailboxRoutes } from './mail/mailbox-routes.ts';
import { messagesApi } from './messages-api.ts';
import { pageRoutes } from './page/page-routes.ts';
import { createRateLimit } from './rate-limit.ts';
import { createRecord } from './record.ts';
import { createTimers } from './timers.ts';
import { createTurns } from './turns.ts';
import { createWebhooks, type Account } from './webhooks.ts';

export interface SimulatorOptions {
  /** Its record lives here and is read again at the next start. */
  readonly dataFolder: string;
  readonly account: Account;
  readonly mail: MailAccount;
  /** Where Kept's webhooks begin, as carriers see it. */
  readonly webhookBase: string;
  /** The staff API, for the labels and stories on the page; without it the page shows none. */
  readonly kept?: { readonly url: string; readonly token: string };
  /** Where the page links a visit's workflow to. */
  readonly temporalUi?: { readonly url: string; readonly namespace: string };
  readonly clock?: () => number;
  readonly pace?: Partial<Pace & OtherPaces>;
}

/** How long the other things take, in milliseconds. */
interface OtherPaces {
  readonly slowMs: number;
  readonly retryAfterMs: number;
  /** A second of a call. */
  readonly secondMs: number;
  /** Between opening a page and pressing something on it. */
  readonly readMs: number;
}

export interface Simulator {
  /** Goes on with what was under way, and returns its address. */
  listen(where: { host: string; port: number }): Promise<string>;
  close(): Promise<void>;
}

const usualPace = { stepMs: 400, thinkMs: 6000, slowMs: 3000, retryAfterMs: 5000, secondMs: 1000, readMs: 2500 };

/** A carrier and its patients on one port, over real HTTP with real signatures. */
export function createSimulator(options: SimulatorOptions): Simulator {
  const clock = options.clock ?? Date.now;
  const pace = { ...usualPace, ...options.pace };
  const journal = openJournal<Entry>(options.dataFolder);
  const record = createRecord(journal);
  const faults = createFaults(record.faults.seed, record.faults.rates);
  const limit = createRateLimit(clock, record.textsPerSecond);
  const timers = createTimers();
  const turns = createTurns();
  const { account } = options;
  const incomingAddress = `${options.webhookBase}/webhooks/twilio/text`;
  const webhooks = createWebhooks({
    record,
    faults,
    timers,
    turns,
    account,
    incomingAddress,
    clock,
    retryAfterMs: pace.retryAfterMs,
  });
  const mail = createMailOffice({
    journal,
    account: options.mail,
    webhookBase: options.webhookBase,
    faults,
    timers,
    clock,
    pace,
  });
  const carrier = createCarrier({ record, faults, timers, webhooks, clock, pace });

  const calls = createCallRecord(journal);
  const switchboard = createSwitchboard({
    record: calls,
    phones: record.phones,
    faults,
    timers,
    webhooks: createCallWebhooks({
      record: calls,
      faults,
      timers,
      turns,
      account,
      clock,
      retryAfterMs: pace.retryAfterMs,
    }),
    clock,
    incomingAddress: `${options.webhookBase}/webhooks/twilio/voice`,
    pace,
  });

  const app = fastify({
    forceCloseConnections: true,
    bodyLimit: 4_194_304,
    // A fault of a kind that does not exist is refused, not dropped.
    ajv: { customOptions: { removeAdditional: false } },
  });
  readForms(app);
  void app.register((scope, _options, done) => {
    messagesApi(scope, { carrier, record, faults, limit, timers, account, slowMs: pace.slowMs });
    done();
  });
  void app.register((scope, _options, done) => {
    callsApi(scope, { switchboard, record: calls, faults, timers, account, slowMs: pace.slowMs });
    done();
  });
  void app.register((scope, _options, done) => {
    const { apiKey } = options.mail;
    mailApi(scope, { carrier: mail.carrier, faults, timers, apiKey, clock, slowMs: pace.slowMs });
    mailboxRoutes(scope, mail);
    done();
  });
  void app.register((scope, _options, done) => {
    controlApi(scope, { record, calls, mails: mail.record, faults, limit, clock });
    done();
  });
  void app.register((scope, _options, done) => {
    const kept = options.kept === undefined ? null : createKeptApi({ ...options.kept, clock });
    const { url: temporalUiUrl = null, namespace: temporalNamespace = 'default' } = options.temporalUi ?? {};
    pageRoutes(scope, {
      carrier,
      record,
      mails: mail.record,
      calls,
      switchboard,
      kept,
      temporalUiUrl,
      temporalNamespace,
      clock,
    });
    done();
  });

  return {
    async listen(where) {
      const address = await app.listen(where);
      carrier.resume();
      switchboard.resume();
      mail.carrier.resume();
      return address;
    },
    async close() {
      timers.clear();
      turns.end();
      await app.close();
      journal.close();
    },
  };
}

/** Forms keep their order and repeated fields. */
function readForms(app: FastifyInstance): void {
  app.addContentTypeParser('application/x-www-form-urlencoded', { parseAs: 'string' }, (_request, body, done) => {
    done(null, new URLSearchParams(body.toString()));
  });
}
