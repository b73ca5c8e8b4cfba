import type { Database, PracticeTransaction } from '../../db/database.ts';
import { insertGroup, lockGroups, noteRecipients, type GroupToSend } from '../../db/group-messages.ts';
import { insertRecipients } from '../../db/group-recipients.ts';
import type { ChangedBy } from '../../db/setting-changes.ts';
import { findTemplates } from '../../db/templates.ts';
import { Fault } from '../../domain/fault.ts';
import type { KindRecord } from '../../domain/kinds.ts';
import { MINUTE_MS } from '../../domain/zone-clock.ts';
import { onceByKey } from '../actions/once-by-key.ts';
import { readKinds } from '../settings/read-kinds.ts';

/** A group, who sends it, and the key that tells one request from its repetition. */
export interface GroupRequest extends GroupToSend {
  readonly by: ChangedBy;
  readonly key: string;
}

/** A told time lies so near the one that the visit had, at most: what is further away is another visit. */
const mostShiftMs = 240 * MINUTE_MS;

/**
 * Tells something to every visit of a group: keeps it with its visits, from which on it is carried out batch by batch. `isNew` is false where it was
 * asked for before under its key.
 * @throws {Fault} `bad_input` for what cannot be told; `conflict` where the kind is off, or no visit fits.
 */
export function sendGroup(
  db: Database,
  practiceId: string,
  { by, key, ...group }: GroupRequest,
): Promise<{ readonly id: string; readonly isNew: boolean }> {
  return db.inPractice(practiceId, (tx) =>
    onceByKey(tx, key, ['group message', JSON.stringify(group)], () => keepGroup(tx, group, by)),
  );
}

/** Keeps a group with its visits, none of which had its turn yet. Throws as `sendGroup`. */
export async function keepGroup(tx: PracticeTransaction, group: GroupToSend, by: ChangedBy): Promise<string> {
  const kind = await checkGroup(tx, group);
  // Two desks that call the same visits off at once: the second sees whom the first has chosen.
  await lockGroups(tx);
  const id = await insertGroup(tx, { ...group, by });
  const recipients = await insertRecipients(tx, {
    id,
    kind: group.kind,
    shiftMs: group.shiftMs ?? 0,
    // Nobody is told twice that a visit is off.
    once: kind.tells === 'cancelled',
    filter: group.filter,
  });
  if (recipients === 0) {
    throw new Fault(
      'conflict',
      'No visit to come fits what was chosen, or all of them were told this already. Nothing was sent: choose others.',
    );
  }
  await noteRecipients(tx, id, recipients);
  return id;
}

async function checkGroup(tx: PracticeTransaction, group: GroupToSend): Promise<KindRecord> {
  const kinds = await readKinds(tx);
  const kind = kinds.get(group.kind);
  if (kind?.toGroups !== true) {
    const fit = [...kinds.values()].filter(({ toGroups }) => toGroups).map(({ slug }) => slug);
    throw new Fault('bad_input', `This kind is not sent to groups. Take one of ${fit.join(', ')}.`);
  }
  if (!kind.on) {
    throw new Fault(
      'conflict',
      `The practice has switched this kind off (${kind.slug}). PATCH /api/v1/kinds switches it on.`,
    );
  }
  checkShift(kind, group.shiftMs);
  const names = [
    ...new Set((await findTemplates(tx)).flatMap((words) => (words.kind === kind.slug ? [words.name] : []))),
  ];
  if (!names.includes(group.words)) {
    const has =
      names.length === 0 ? 'It has none yet: PATCH /api/v1/templates writes some' : `It has ${names.join(', ')}`;
    throw new Fault('bad_input', `This kind has no words of this name. ${has}.`);
  }
  return kind;
}

function checkShift({ tells }: KindRecord, shiftMs: number | null): void {
  if (tells !== 'new_time') {
    if (shiftMs === null) return;
    throw new Fault('bad_input', 'Only a kind that tells of a new time has a `shift`: leave it out.');
  }
  if (shiftMs !== null && shiftMs !== 0 && Math.abs(shiftMs) <= mostShiftMs) return;
  throw new Fault(
    'bad_input',
    'The new time lies within 4 hours of the old: give a `shift` such as PT30M, or -PT1H for earlier. For another day cancel the visits and rebook them in the PMS.',
  );
}
