import type { FastifyPluginCallbackTypebox } from '@fastify/type-provider-typebox';
import Type from 'typebox';
import { findStaffRecalls } from '../../db/staff-recalls.ts';
import { explainSubject } from '../../operations/explaining/explain-subject.ts';
import type { ApiDependencies } from '../dependencies.ts';
import { practiceOf } from '../plugins/authentication.ts';
import { answers } from '../schemas/appointment.ts';
import { Recall, recallJson, recallLabels, RecallPage, recallPageJson } from '../schemas/recall.ts';
import { FacilityName, IdPath, ListQuery, Named, OneOf, PageOf, StaffQuery, staffProblems } from '../schemas/shapes.ts';
import { engineView } from './engine-view.ts';
import { listPage } from './list-page.ts';

const filters = {
  facility: Type.Optional(FacilityName),
  externalId: Type.Optional(Type.String({ maxLength: 100, description: 'The recall’s id in the PMS' })),
  label: Type.Optional(OneOf(recallLabels)),
  answer: Type.Optional(OneOf(answers)),
};

/** The practice's recalls: who is to be called back in, what was sent, what each answered, and whether a visit is booked. */
export const recalls: FastifyPluginCallbackTypebox<ApiDependencies> = (app, deps, done) => {
  app.get(
    '/recalls',
    {
      schema: {
        summary: 'Recalls, what is due longest first',
        tags: ['recalls'],
        querystring: ListQuery(filters),
        response: { 200: PageOf(Recall), ...staffProblems },
      },
    },
    (request) =>
      deps.db.inPractice(practiceOf(request).id, (tx) =>
        listPage(tx, 'recalls', request.query, (page) => findStaffRecalls(tx, request.query, page), recallJson),
      ),
  );

  app.get(
    '/recalls/:id',
    {
      schema: {
        summary: 'The whole story of a recall, and what its workflow says',
        tags: ['recalls'],
        params: IdPath,
        querystring: StaffQuery({}),
        response: { 200: Named(RecallPage), ...staffProblems },
      },
    },
    async (request) => {
      const story = await explainSubject(deps.db, practiceOf(request).id, 'recall', request.params.id);
      return recallPageJson(story, await engineView(deps, story));
    },
  );
  done();
};
