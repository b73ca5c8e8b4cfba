import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { MessageState, WithheldReason } from '../../../../domain/message-state.ts';
import { isAllowed } from '../../../../domain/planning/delivery-window.ts';
import type { Channel } from '../../../../domain/planning/plan.ts';
import { deliveryHours } from '../../../../domain/planning/delivery-hours.ts';
import { planMessages } from '../../../../domain/planning/plan-messages.ts';
import type {
  Contact,
  PastMessage,
  PlannedMessage,
  PlanningFacts,
} from '../../../../domain/planning/planning-facts.ts';
import { contactReason } from '../../../../domain/planning/usable-contact.ts';
import { aContact, aPatient, asHistory, aStep, aVisit, theFacts, theSettings, visitAt } from './planning-builders.ts';

const HOUR = 60 * 60_000;
const channels: readonly Channel[] = ['text', 'voice', 'email'];
const zones = Intl.supportedValuesOf('timeZone');

const channel = fc.constantFrom(...channels);
const mode = fc.constantFrom('on' as const, 'backup' as const, 'off' as const);
const byChannel = <Value>(value: fc.Arbitrary<Value>): fc.Arbitrary<Record<Channel, Value>> =>
  fc.record({ text: value, voice: value, email: value });

const step = fc.record({
  offset: fc.constantFrom('-P3D', '-P1D', '-PT20H', '-PT5H'),
  channel,
  backups: fc.option(fc.uniqueArray(channel)),
});

const settings = fc
  .record({
    steps: fc.uniqueArray(step, { minLength: 1, maxLength: 3, selector: ({ offset }) => offset }),
    zone: fc.constantFrom(...zones),
    beginDelivery: fc.constantFrom('exact' as const, 'earliest' as const),
    // Also windows wider than the law, which settings cannot hold.
    windows: byChannel(
      fc.constantFrom({ from: '09:00', to: '18:00' }, { from: '00:00', to: '23:59' }, { from: '20:00', to: '21:30' }),
    ),
    openDays: fc.constantFrom([1, 2, 3, 4, 5, 6, 7], [1, 2, 3, 4, 5]),
    channelModes: byChannel(mode),
    choice: fc.constantFrom('preference' as const, 'every' as const),
  })
  .map(({ steps, channelModes, choice, ...calendar }) =>
    theSettings({
      steps: steps.map(({ offset, ...given }) =>
        aStep(offset, { ...given, backups: given.backups?.filter((one) => one !== given.channel) ?? null }),
      ),
      channelModes,
      contacts: { choice, voicePhones: ['cell'] },
      calendar: { ...calendar, closures: [] },
      languages: { text: ['en'], voice: ['en'], email: ['en'] },
    }),
  );

const contact = fc.constantFrom<Contact | null>(
  aContact(),
  aContact(),
  aContact({ optedOut: true }),
  aContact({ optedOut: true }),
  aContact({ landline: true }),
  aContact({ wrongNumber: true }),
  'invalid',
  null,
);
const patient = fc
  .record({
    ...{ text: contact, voice: contact, email: contact },
    preferredChannel: fc.option(channel),
    allows: byChannel(fc.constantFrom(null, null, true, false)),
  })
  .map(aPatient);

const standing = fc.constantFrom<[MessageState, WithheldReason | null, string | null]>(
  ['not_sent', null, null],
  ['not_sent', null, null],
  ['not_sent', null, null],
  ['sent', null, null],
  ['sent', null, 'no_receipt'],
  ['not_received', null, '30003'],
  ['received', null, null],
  ['unknown', null, null],
  ['withheld', 'no_contact', null],
  ['withheld', 'capped', null],
  ['withheld', 'settings_changed', null],
);

const facts: fc.Arbitrary<PlanningFacts> = fc
  .record({
    settings,
    patient,
    now: fc.integer({ min: -4 * 24 * 60, max: 30 }).map((minutes) => visitAt + minutes * 60_000 + 12_345),
    visit: fc.constantFrom(
      aVisit(),
      aVisit(),
      aVisit(),
      aVisit({ answer: 'confirmed', answeredAt: visitAt - 6 * 24 * HOUR }),
    ),
    past: fc.array(fc.option(fc.tuple(standing, fc.integer({ min: -4 * 24 * 60, max: 0 }))), {
      minLength: 9,
      maxLength: 9,
    }),
  })
  .map(({ past, ...given }) => {
    const slots = given.settings.steps.flatMap((one) => channels.map((by) => ({ ...one, channel: by })));
    const history = slots.flatMap(({ kind, slot, channel: by }, index): PastMessage[] => {
      const stood = past[index];
      if (stood === null || stood === undefined) return [];
      const [[state, reason, detail], minutes] = stood;
      const sendAt = visitAt + minutes * 60_000;
      return [
        {
          kind,
          slot,
          channel: by,
          state,
          reason,
          detail,
          carriedBy: null,
          sendAt,
          movedBy: [],
          setAt: null,
          heldBy: null,
        },
      ];
    });
    return theFacts({ ...given, history });
  });

const runs = { numRuns: 2000 };
const goes = ({ withheld }: PlannedMessage): boolean => withheld === null;
const wasHandedOver = ({ state }: PastMessage): boolean => state !== 'not_sent' && state !== 'withheld';

describe(
  'whatever the channels, the contacts, the zone and what became of earlier messages',
  { timeout: 120_000 },
  () => {
    test('law 3: nothing goes outside its window and the hours of the law, nor by a way that is shut', () => {
      fc.assert(
        fc.property(facts, (given) => {
          const due = given.history.filter(({ state, sendAt }) => state === 'not_sent' && sendAt <= given.now);
          for (const message of planMessages(given).filter(goes)) {
            const { channel: by } = message;
            expect(given.settings.channelModes[by]).not.toBe('off');
            expect(given.patient.allows[by]).not.toBe(false);
            expect(given.patient.contacts[by]).toEqual([
              expect.objectContaining({ optedOut: false, wrongNumber: false }),
            ]);
            // What was due already keeps its time: its send asks the window again.
            if (due.some(({ slot, channel: other }) => slot === message.slot && other === by)) continue;
            expect(isAllowed(message.sendAt, deliveryHours(given.settings.calendar, message))).toBe(true);
            if (by === 'email') continue;
            const hour = new Intl.DateTimeFormat('en-US', {
              timeZone: given.settings.calendar.zone,
              hour: 'numeric',
              hourCycle: 'h23',
            });
            expect(Number(hour.format(message.sendAt))).toBeGreaterThanOrEqual(8);
            expect(Number(hour.format(message.sendAt))).toBeLessThan(21);
          }
        }),
        runs,
      );
    });

    test('law 12: every step has its message or its reason, once for each channel, and one at most that goes', () => {
      fc.assert(
        fc.property(facts, (given) => {
          const plan = planMessages(given);
          expect(new Set(plan.map(({ slot, channel: by }) => `${slot} ${by}`)).size).toBe(plan.length);
          for (const { slot } of given.settings.steps) {
            const ofSlot = plan.filter((message) => message.slot === slot);
            const taken = given.history.some((past) => past.slot === slot && wasHandedOver(past));
            expect(ofSlot.length > 0 || taken).toBe(true);
            expect(ofSlot.filter(goes).length).toBeLessThanOrEqual(1);
          }
        }),
        runs,
      );
    });

    test('law 3: what stands in for an opt-out does not go', () => {
      fc.assert(
        fc.property(facts, (given) => {
          const { patient, settings } = given;
          for (const { backupOf } of planMessages(given).filter(goes)) {
            // One that is off is no way that anybody opted out of.
            if (backupOf === null || settings.channelModes[backupOf] !== 'on') continue;
            const reason = contactReason(patient.contacts[backupOf], patient.allows[backupOf], backupOf);
            expect(reason).not.toBe('opted_out');
          }
        }),
        runs,
      );
    });

    test('planning the plan again, at the same time, changes nothing', () => {
      fc.assert(
        fc.property(facts, (given) => {
          const plan = planMessages(given);
          const planned = new Set(plan.map(({ slot, channel: by }) => `${slot} ${by}`));
          const others = given.history.filter(
            ({ slot, channel: by, state }) => state !== 'not_sent' && !planned.has(`${slot} ${by}`),
          );
          // What is waiting and not in the plan is withheld by it.
          const dropped = given.history
            .filter(({ slot, channel: by, state }) => state === 'not_sent' && !planned.has(`${slot} ${by}`))
            .map((past): PastMessage => ({ ...past, state: 'withheld', reason: 'settings_changed' }));
          const merged = plan
            .filter(({ withheld }) => withheld === 'merged')
            .map(({ slot, channel: by }) => `${slot} ${by}`);
          const again = planMessages({ ...given, history: [...others, ...dropped, ...asHistory(plan)] });
          expect(again).toEqual(plan.filter(({ slot, channel: by }) => !merged.includes(`${slot} ${by}`)));
        }),
        runs,
      );
    });
  },
);
