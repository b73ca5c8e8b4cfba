import type { FastifyInstance } from 'fastify';
import Type, { type Static } from 'typebox';
import { accepted } from './accepted.ts';
import type { CallRecord } from './calls/call-record.ts';
import { pickupOf } from './calls/callers.ts';
import { faultKinds, type Faults } from './faults.ts';
import { behaviourOf } from './patients.ts';
import type { RateLimit } from './rate-limit.ts';
import type { MailRecord } from './mail/mail-record.ts';
import type { CarrierRecord } from './record.ts';

const Rate = Type.Number({ minimum: 0, maximum: 1 });
const FaultSettings = Type.Object(
  {
    seed: Type.Optional(Type.Integer({ minimum: 0 })),
    ...Object.fromEntries(faultKinds.map((kind) => [kind, Type.Optional(Rate)])),
  },
  { additionalProperties: false },
);
const Phones = Type.Object({
  phones: Type.Array(
    Type.Object({
      e164: Type.String({ pattern: '^\\+[1-9]\\d{6,14}$' }),
      name: Type.Optional(Type.String()),
      yours: Type.Optional(Type.Boolean()),
      landline: Type.Optional(Type.Boolean()),
      behaviour: Type.Optional(Type.Enum(['confirms', 'declines', 'thanks', 'stops', 'silent'])),
      calls: Type.Optional(
        Type.Enum(['answers', 'machine', 'unsure', 'hangs_up', 'busy', 'no_answer', 'out_of_service']),
      ),
    }),
  ),
});
const Limits = Type.Object({ textsPerSecond: Type.Integer({ minimum: 1 }) }, { additionalProperties: false });
const Page = Type.Object({
  after: Type.Optional(Type.String()),
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 10_000 })),
});

export interface ControlApiOptions {
  readonly record: CarrierRecord;
  readonly calls: CallRecord;
  readonly mails: MailRecord;
  readonly faults: Faults;
  readonly limit: RateLimit;
  readonly clock: () => number;
}

/** What no real carrier has: its record for counting, its faults and limits on order, and the people behind the phones. */
export function controlApi(app: FastifyInstance, options: ControlApiOptions): void {
  const { record, calls, mails, faults, limit, clock } = options;

  app.get<{ Querystring: Static<typeof Page> }>('/accepted', { schema: { querystring: Page } }, (request) => {
    const taken = accepted(record, calls, mails);
    const first = taken.findIndex(({ sid }) => sid === request.query.after) + 1;
    const items = taken.slice(first, first + (request.query.limit ?? taken.length));
    const more = first + items.length < taken.length;
    return { items, next: more ? (items.at(-1)?.sid ?? null) : null };
  });

  app.get('/faults', () => ({ seed: record.faults.seed, ...record.faults.rates }));
  app.put<{ Body: Static<typeof FaultSettings> }>('/faults', { schema: { body: FaultSettings } }, (request) => {
    const { seed = 1, ...rates } = request.body;
    return setFaults(seed, rates);
  });
  app.delete('/faults', () => setFaults(1, {}));

  function setFaults(seed: number, rates: Record<string, number>): object {
    record.add({ entry: 'faults', at: clock(), seed, rates });
    faults.reset(seed, rates);
    return { seed, ...rates };
  }

  app.get('/limits', () => ({ textsPerSecond: record.textsPerSecond }));
  app.put<{ Body: Static<typeof Limits> }>('/limits', { schema: { body: Limits } }, (request) =>
    setLimit(request.body.textsPerSecond),
  );
  app.delete('/limits', () => setLimit(null));

  function setLimit(textsPerSecond: number | null): object {
    record.add({ entry: 'limit', at: clock(), textsPerSecond });
    limit.set(textsPerSecond);
    return { textsPerSecond };
  }

  app.put<{ Body: Static<typeof Phones> }>('/patients', { schema: { body: Phones } }, (request) => {
    const phones = request.body.phones.map((phone) => ({
      e164: phone.e164,
      name: phone.name ?? '',
      yours: phone.yours ?? false,
      landline: phone.landline ?? false,
      behaviour: phone.behaviour ?? behaviourOf(phone.e164),
      calls: phone.calls ?? (phone.yours === true ? 'answers' : pickupOf(phone.e164)),
    }));
    record.add({ entry: 'phones', at: clock(), phones });
    return { phones: phones.length };
  });
}
