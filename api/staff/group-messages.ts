import type { FastifyPluginCallbackTypebox } from '@fastify/type-provider-typebox';
import type { PracticeTransaction } from '../../db/database.ts';
import { countRecipients, findRecipients, findStaffGroup, findStaffGroups } from '../../db/staff-groups.ts';
import { Fault } from '../../domain/fault.ts';
import { previewGroup } from '../../operations/groups/preview-group.ts';
import { sendGroup } from '../../operations/groups/send-group.ts';
import { undoGroup } from '../../operations/groups/undo-group.ts';
import type { ApiDependencies } from '../dependencies.ts';
import { changedByOf, practiceOf } from '../plugins/authentication.ts';
import {
  GroupBody,
  groupJson,
  GroupMessage,
  GroupPage,
  groupPageJson,
  GroupPreview,
  groupPreviewJson,
  GroupRecipient,
  recipientJson,
  shiftMsOf,
} from '../schemas/group-messages.ts';
import { IdPath, ListQuery, Named, PageOf, staffProblem, StaffQuery, staffProblems } from '../schemas/shapes.ts';
import { IdempotencyKey } from '../schemas/written-text.ts';
import { followSoon } from './follow-soon.ts';
import { listPage } from './list-page.ts';

/** What staff tell a group of visits at once: a delay, a cancellation, a campaign. */
export const groupMessages: FastifyPluginCallbackTypebox<ApiDependencies> = (app, deps, done) => {
  const { db } = deps;
  app.post(
    '/group-messages',
    {
      schema: {
        summary: 'Tells a group of visits; 200 where it was asked for before under this key',
        tags: ['group messages'],
        querystring: StaffQuery({}),
        headers: IdempotencyKey,
        body: GroupBody,
        response: { 200: Named(GroupPage), 201: Named(GroupPage), ...staffProblems, 409: staffProblem },
      },
    },
    async (request, reply) => {
      const practiceId = practiceOf(request).id;
      const asked = { ...groupOf(request.body), by: changedByOf(request), key: request.headers['idempotency-key'] };
      const { id, isNew } = await sendGroup(db, practiceId, asked);
      await followSoon(deps, practiceId, { replans: true });
      return reply.code(isNew ? 201 : 200).send(await db.inPractice(practiceId, (tx) => pageOf(tx, id)));
    },
  );

  app.post(
    '/group-messages/preview',
    {
      schema: {
        summary: 'Says what telling a group would do, and does nothing',
        tags: ['group messages'],
        querystring: StaffQuery({}),
        body: GroupBody,
        response: { 200: Named(GroupPreview), ...staffProblems, 409: staffProblem },
      },
    },
    async (request) => {
      const asked = { ...groupOf(request.body), by: changedByOf(request) };
      return groupPreviewJson(await previewGroup(db, practiceOf(request).id, asked));
    },
  );

  app.get(
    '/group-messages',
    {
      schema: {
        summary: 'What groups of visits were told, the newest first',
        tags: ['group messages'],
        querystring: ListQuery({}),
        response: { 200: PageOf(GroupMessage), ...staffProblems },
      },
    },
    (request) =>
      db.inPractice(practiceOf(request).id, (tx) =>
        listPage(tx, 'group-messages', request.query, (page) => findStaffGroups(tx, page), groupJson),
      ),
  );

  app.get(
    '/group-messages/:id',
    {
      schema: {
        summary: 'What one group was told, and how far that has come',
        tags: ['group messages'],
        params: IdPath,
        querystring: StaffQuery({}),
        response: { 200: Named(GroupPage), ...staffProblems },
      },
    },
    (request) => db.inPractice(practiceOf(request).id, (tx) => pageOf(tx, request.params.id)),
  );

  for (const [path, summary, unreached] of [
    ['recipients', 'The visits of a group, soonest first', false],
    [
      'call-list',
      'The visits of a group whose patients could not be reached and are to be called, soonest first',
      true,
    ],
  ] as const) {
    app.get(
      `/group-messages/:id/${path}`,
      {
        schema: {
          summary,
          tags: ['group messages'],
          params: IdPath,
          querystring: ListQuery({}),
          response: { 200: PageOf(GroupRecipient), ...staffProblems },
        },
      },
      (request) => {
        const { id: groupId } = request.params as { readonly id: string };
        return db.inPractice(practiceOf(request).id, async (tx) => {
          await mustBe(tx, groupId);
          const read = (page: Parameters<typeof findRecipients>[2]) => findRecipients(tx, { groupId, unreached }, page);
          return listPage(tx, `${path} ${groupId}`, request.query, read, recipientJson);
        });
      },
    );
  }

  app.post(
    '/group-messages/:id/undo',
    {
      schema: {
        summary: 'Takes back what was not handed over yet, and lets go what it held back',
        tags: ['group messages'],
        params: IdPath,
        querystring: StaffQuery({}),
        response: { 200: Named(GroupPage), ...staffProblems },
      },
    },
    async (request) => {
      const practiceId = practiceOf(request).id;
      const groupId = request.params.id;
      await db.inPractice(practiceId, (tx) => mustBe(tx, groupId));
      await undoGroup(db, practiceId, { groupId, by: changedByOf(request) });
      await followSoon(deps, practiceId, { replans: true });
      return db.inPractice(practiceId, (tx) => pageOf(tx, groupId));
    },
  );
  done();
};

function groupOf({ kind, words = 'standard', channel = 'text', shift, filter }: GroupBody) {
  return { kind, words, channel, shiftMs: shiftMsOf(shift), filter };
}

async function mustBe(tx: PracticeTransaction, id: string) {
  const group = await findStaffGroup(tx, id);
  if (group === null) throw new Fault('not_found', 'No group message of this practice has this id.');
  return group;
}

async function pageOf(tx: PracticeTransaction, id: string) {
  const group = await mustBe(tx, id);
  return groupPageJson(group, await countRecipients(tx, id));
}
