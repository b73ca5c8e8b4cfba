import { dayBegins, type PlantedPractice } from './planted-practice.ts';

/** Ids of one row of everything that the staff API shows, and the words in them that no other practice may see. */
export interface PlantedEverything {
  readonly ids: readonly string[];
  readonly words: readonly string[];
  /** What `:id` stands for, by the route's resource. */
  readonly idOf: Readonly<Record<string, string>>;
}

/** Plants one of everything that the staff API shows, every text in it marked with the practice's slug. */
export async function plantEverything(practice: PlantedPractice): Promise<PlantedEverything> {
  const word = `Marked${practice.slug}`;
  const visit = await practice.visit(
    { provider_name: word, type_name: word, external_id: `${word}-1` },
    { first_name: word, last_name: word },
  );
  const message = await practice.message(visit, { state: 'received', body: word });
  const recall = await practice.recall({ type_name: word, external_id: `${word}-2` }, { last_name: word });
  const recalled = await practice.message(recall, { kind: 'recall', slot: 'day-0', occurrence: dayBegins });
  const order = await practice.order({ product_name: word, external_id: `${word}-3` }, { last_name: word });
  const attempt = await practice.row('attempts', {
    message_id: message.id,
    number: 1,
    sender_id: practice.senderId,
    contact_point_id: message.contactPointId,
    opened_at: '2026-11-23T13:00:00Z',
    hand_over_by: '2026-11-23T13:00:05Z',
    outcome: 'taken',
    carrier_id: word,
  });
  await practice.row('receipts', {
    message_id: message.id,
    attempt_id: attempt,
    carrier_id: word,
    status: word,
    raw: { To: word } as never,
    received_at: '2026-11-23T13:01:00Z',
  });
  const run = await practice.row('sync_runs', {
    source: 'command',
    path: `/${word}`,
    state: 'applied',
    started_at: '2026-11-23T12:00:00Z',
    exported_at: '2026-11-23T11:00:00Z',
  });
  const quarantined = await practice.row('quarantine', {
    run_id: run,
    file: word,
    line: 2,
    reason: 'no_id',
    external_id: word,
  });
  const optedOut = await practice.row('contact_points', {
    address: `${word}@x.example`,
    opted_out_at: '2026-11-23T12:00:00Z',
  });
  const reply = await practice.row('replies', {
    channel: 'text',
    sender_id: practice.senderId,
    contact_point_id: message.contactPointId,
    carrier_id: word,
    body: word,
    reading: 'unclear',
    rule: 'none',
    outcome: 'unclear',
    message_id: message.id,
    appointment_id: visit.id,
    received_at: '2026-11-23T12:00:00Z',
  });
  const item = await practice.row('worklist_items', {
    type: 'unclear_reply',
    priority: '2',
    appointment_id: visit.id,
    message_id: message.id,
    reply_id: reply,
    patient_id: visit.patientId,
    contact_point_id: message.contactPointId,
    opened_at: '2026-11-23T12:00:00Z',
    renewed_at: '2026-11-23T12:00:00Z',
  });
  const writeBack = await practice.row('write_backs', {
    appointment_id: visit.id,
    occurrence: '2026-11-24T15:00:00Z',
    answer: 'confirmed',
    queued_at: '2026-11-23T12:00:00Z',
  });
  const [key] = await practice.sql<[{ id: string }]>`
    INSERT INTO api_keys (practice_id, name, token_hash, created_at)
    VALUES (${practice.id}, ${word}, ${word}::bytea, '2026-11-23T12:00:00Z') RETURNING id`;
  const change = await practice.row('setting_changes', {
    version: 1,
    area: 'settings',
    before: { text_from: '08:00' } as never,
    after: { text_from: '09:00' } as never,
    key_id: key.id,
    key_name: word,
    at: '2026-11-23T12:00:00Z',
  });
  const closure = await practice.row('closures', {
    type: 'holiday',
    name: word,
    from_date: '2026-12-25',
    to_date: '2026-12-25',
  });
  await practice.row('replans', { change_id: change });
  const group = await practice.row('group_messages', {
    kind: 'appt_cancellation',
    words: 'standard',
    channel: 'text',
    filter: { from: '2026-11-24T00:00:00Z', to: '2026-11-25T00:00:00Z' } as never,
    recipients: 1,
    key_name: word,
    created_at: '2026-11-23T12:00:00Z',
  });
  await practice.sql`
    INSERT INTO group_recipients (group_id, appointment_id, practice_id, occurrence, told_at, state, planned_at)
    SELECT ${group}, id, practice_id, starts_at, starts_at, 'planned', '2026-11-23T12:00:00Z' FROM appointments WHERE id = ${visit.id}`;
  return {
    ids: [
      practice.id,
      practice.facilityId,
      visit.id,
      visit.patientId,
      message.id,
      recall.id,
      recalled.id,
      order.id,
      run,
      quarantined,
      optedOut,
      reply,
      item,
      writeBack,
      change,
      closure,
      group,
    ],
    words: [word],
    idOf: {
      ...{ appointments: visit.id, recalls: recall.id, orders: order.id, messages: message.id },
      ...{ 'sync-runs': run, inbox: reply, 'setting-changes': change, 'group-messages': group },
    },
  };
}
