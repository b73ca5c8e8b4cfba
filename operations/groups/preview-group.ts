import type { Database, PracticeTransaction } from '../../db/database.ts';
import { groupSlot, type GroupToSend } from '../../db/group-messages.ts';
import { findRecipientsInTurn, markPlanned } from '../../db/group-recipients.ts';
import type { ChangedBy } from '../../db/setting-changes.ts';
import { findTemplates } from '../../db/templates.ts';
import type { WithheldReason } from '../../domain/message-state.ts';
import type { PlannedMessage } from '../../domain/planning/planning-facts.ts';
import { chooseTemplate } from '../../domain/templates/choose-template.ts';
import { templateKeyOf } from '../../domain/templates/template-key.ts';
import { comparePlans } from '../planning/compare-plans.ts';
import { readPlanningSettings } from '../planning/planning-settings.ts';
import { tryTemplates, type TemplateTrialResult } from '../settings/try-templates.ts';
import { undone } from '../settings/undone.ts';
import { keepGroup } from './send-group.ts';

/** What sending a group would do. */
export interface GroupPreview {
  readonly recipients: number;
  /** The visits that nothing would be sent about, by why. */
  readonly withheld: ReadonlyMap<WithheldReason, number>;
  /** The words that would be sent first, by how many visits. */
  readonly words: readonly (TemplateTrialResult & { readonly visits: number })[];
}

/** Visits that are planned at a time. */
const usualBatch = 500;

/**
 * What sending this group would do: it is kept and its visits planned, as when it is sent, in a transaction that is rolled back. That takes
 * no lock that a reply or a send waits for. Throws as `sendGroup`.
 */
export function previewGroup(
  db: Database,
  practiceId: string,
  { by, ...group }: GroupToSend & { readonly by: ChangedBy },
  batchSize = usualBatch,
): Promise<GroupPreview> {
  return undone(db, practiceId, async (tx) => {
    const groupId = await keepGroup(tx, group, by);
    const counted = countFirst();
    let recipients = 0;
    for (;;) {
      const turn = await findRecipientsInTurn(tx, { id: groupId, state: 'planning' }, batchSize);
      if (turn.length === 0) break;
      recipients += turn.length;
      const visits = await markPlanned(tx, groupId, turn);
      await previewBatch(tx, { groupId, group, visits }, counted.add);
    }
    return { recipients, withheld: counted.withheld, words: await tryWords(tx, counted.words) };
  });
}

/** Plans visits, and says of each by which words it would be told, or why it would not. */
async function previewBatch(
  tx: PracticeTransaction,
  asked: { readonly groupId: string; readonly group: GroupToSend; readonly visits: readonly string[] },
  add: (first: PlannedMessage, key: string | null) => void,
): Promise<void> {
  const { words } = await readPlanningSettings(tx);
  for (const { visit, planned } of await comparePlans(tx, asked.visits, 'to look')) {
    const own = planned.filter(({ slot }) => slot === groupSlot(asked.groupId));
    const first = own.find(({ withheld }) => withheld === null) ?? own[0];
    if (first === undefined) continue;
    const chosen = chooseTemplate(words, first, visit, asked.group.words);
    add(first, chosen === undefined ? null : templateKeyOf(chosen.template));
  }
}

function countFirst() {
  const [withheld, words] = [new Map<WithheldReason, number>(), new Map<string, number>()];
  return {
    withheld,
    words,
    add: (first: PlannedMessage, key: string | null): void => {
      if (first.withheld !== null) withheld.set(first.withheld, (withheld.get(first.withheld) ?? 0) + 1);
      else if (key !== null) words.set(key, (words.get(key) ?? 0) + 1);
    },
  };
}

/** What each of these words says at its longest, the most used first. */
async function tryWords(tx: PracticeTransaction, visits: ReadonlyMap<string, number>): Promise<GroupPreview['words']> {
  const used = (await findTemplates(tx)).filter((template) => visits.has(templateKeyOf(template)));
  const values = used.map((template) => {
    const { body, subjectLine } = template;
    return [templateKeyOf(template), subjectLine === null ? { body } : { body, subjectLine }] as const;
  });
  const { tried } = await tryTemplates(tx, Object.fromEntries(values));
  return tried
    .map((one) => ({ ...one, visits: visits.get(one.key) ?? 0 }))
    .sort((one, other) => other.visits - one.visits);
}
