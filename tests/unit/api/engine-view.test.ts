import { expect, test } from 'vitest';
import { engineView } from '../../../api/staff/engine-view.ts';
import type { Engine } from '../../../api/engine.ts';
import { Fault } from '../../../domain/fault.ts';
import type { PlanProgress } from '../../../db/visit-events.ts';
import { aVisit, visitAt } from '../operations/a-story.ts';

const now = visitAt - 86_400_000;

/** What is shown of an engine whose workflow answers so, of a visit whose plan has come so far. */
function shown(
  state: Engine['state'],
  progress: Partial<PlanProgress> = {},
  temporalUiUrl: string | null = null,
): ReturnType<typeof engineView> {
  return engineView(
    {
      engine: {
        state,
        reachable: () => Promise.resolve(true),
        startSync: () => Promise.reject(new Error('not asked')),
        startReplan: () => Promise.reject(new Error('not asked')),
      },
      config: {
        temporalUiUrl,
        temporalNamespace: 'default',
        publicUrl: 'https://kept.example',
        secret: '',
        previousSecret: null,
        carriers: { configured: { twilio: null, sendgrid: null }, simulator: { twilio: null, sendgrid: null } },
      },
    },
    {
      type: 'appointment',
      visit: aVisit(),
      messages: [],
      history: [],
      progress: { planVersion: 3, engineVersion: 3, parkedUntil: null, endsAt: visitAt, ...progress },
      now,
    },
  );
}

const says = (version: number) => () =>
  Promise.resolve({
    version,
    answer: 'confirmed' as const,
    pms: 'scheduled' as const,
    visitAt,
    entries: [{ messageId: 'm', channel: 'text' as const, at: now }],
    endsAt: visitAt,
    asleepUntil: now,
  });

test('a parked run is not asked: it is asleep, and whether it has the newest plan is known from what it was told', async () => {
  const notAsked = () => Promise.reject(new Error('asked'));
  expect(await shown(notAsked, { parkedUntil: now + 1 })).toEqual({
    status: 'asleep',
    workflowId: 'appointment:visit',
    asleepUntil: '2026-11-23T10:00:00-05:00',
    agrees: true,
  });
  expect(await shown(notAsked, { parkedUntil: now + 1, engineVersion: 2 })).toMatchObject({ agrees: false });
});

test('a run whose parking is over is asked, and its answer stands beside what Postgres says', async () => {
  expect(await shown(says(3), { parkedUntil: now })).toEqual({
    status: 'answered',
    workflowId: 'appointment:visit',
    asleepUntil: '2026-11-23T10:00:00-05:00',
    version: 3,
    answer: 'confirmed',
    pms: 'scheduled',
    entries: [{ messageId: 'm', channel: 'text', at: '2026-11-23T10:00:00-05:00' }],
    endsAt: '2026-11-24T10:00:00-05:00',
    agrees: true,
  });
  expect(await shown(says(2))).toMatchObject({ status: 'answered', version: 2, agrees: false });
});

test('an engine that is away is no failure of the page; anything else is', async () => {
  const away = () => Promise.reject(new Fault('engine_unavailable', 'Nobody answers.'));
  expect(await shown(away)).toMatchObject({ status: 'unreachable', advice: 'Nobody answers.' });
  await expect(shown(() => Promise.reject(new Error('else')))).rejects.toThrow('else');
});

test('a visit without a run says so, and its page in the Temporal UI is linked where there is one', async () => {
  const view = await shown(() => Promise.resolve(null), {}, 'http://ui.example');
  expect(view).toMatchObject({
    status: 'absent',
    url: 'http://ui.example/namespaces/default/workflows/appointment%3Avisit',
  });
});
