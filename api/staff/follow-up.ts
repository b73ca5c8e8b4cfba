import type { FastifyPluginCallbackTypebox } from '@fastify/type-provider-typebox';
import Type from 'typebox';
import { findWorklist } from '../../db/staff-worklist.ts';
import { findWriteBacks } from '../../db/staff-write-backs.ts';
import type { ApiDependencies } from '../dependencies.ts';
import { practiceOf } from '../plugins/authentication.ts';
import {
  WorklistItem,
  worklistItemJson,
  worklistStates,
  worklistTypes,
  WriteBack,
  writeBackJson,
} from '../schemas/follow-up.ts';
import { ListQuery, OneOf, PageOf, staffProblems } from '../schemas/shapes.ts';
import { listPage } from './list-page.ts';

/** What follows answers: what a person must see to, and what the PMS is to be told. */
export const followUp: FastifyPluginCallbackTypebox<ApiDependencies> = (app, deps, done) => {
  app.get(
    '/worklist',
    {
      schema: {
        summary:
          'What waits for a person, most urgent first, and of that what waits longest; open items unless asked otherwise',
        tags: ['worklist'],
        querystring: ListQuery({
          type: Type.Optional(OneOf(worklistTypes)),
          state: Type.Optional(OneOf(worklistStates)),
        }),
        response: { 200: PageOf(WorklistItem), ...staffProblems },
      },
    },
    (request) =>
      deps.db.inPractice(practiceOf(request).id, (tx) =>
        listPage(tx, 'worklist', request.query, (page) => findWorklist(tx, request.query, page), worklistItemJson),
      ),
  );

  app.get(
    '/write-backs',
    {
      schema: {
        summary: 'Answers that the PMS is to be told of, newest first',
        tags: ['worklist'],
        querystring: ListQuery({}),
        response: { 200: PageOf(WriteBack), ...staffProblems },
      },
    },
    (request) =>
      deps.db.inPractice(practiceOf(request).id, (tx) =>
        listPage(tx, 'write-backs', request.query, (page) => findWriteBacks(tx, page), writeBackJson),
      ),
  );
  done();
};
