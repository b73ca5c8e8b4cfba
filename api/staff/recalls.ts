import type { FastifyPluginCallbackTypebox } from '@fastify/type-provider-typebox';
import type { FastifyRequest } from 'fastify';
import Type from 'typebox';
import { findStaffRecalls } from '../../db/staff-recalls.ts';
import { recordRecallAnswer } from '../../operations/actions/record-recall-answer.ts';
import { reviewRecall } from '../../operations/actions/review-recall.ts';
import { explainSubject } from '../../operations/explaining/explain-subject.ts';
import type { ApiDependencies } from '../dependencies.ts';
import { changedByOf, practiceOf } from '../plugins/authentication.ts';
import { answers } from '../schemas/appointment.ts';
import { Recall, recallJson, recallLabels, RecallPage, recallPageJson } from '../schemas/recall.ts';
import {
  FacilityName,
  Id,
  IdPath,
  ListQuery,
  Named,
  OneOf,
  PageOf,
  staffProblem,
  StaffQuery,
  staffProblems,
} from '../schemas/shapes.ts';
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
  const page = async (request: FastifyRequest, id: string) => {
    const story = await explainSubject(deps.db, practiceOf(request).id, 'recall', id);
    return recallPageJson(story, await engineView(deps, story));
  };

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
    (request) => page(request, request.params.id),
  );

  app.post(
    '/recalls/:id/reviews',
    {
      schema: {
        summary:
          'Says whether a visit of the patient books the recall, where it does not count by itself; the last word stands',
        tags: ['recalls'],
        params: IdPath,
        querystring: StaffQuery({}),
        body: Type.Object({ appointmentId: Id, books: Type.Boolean() }, { additionalProperties: false }),
        response: { 200: Named(RecallPage), ...staffProblems, 409: staffProblem },
      },
    },
    async (request) => {
      const { id } = request.params;
      const review = { recallId: id, ...request.body, by: changedByOf(request) };
      await reviewRecall(deps.db, practiceOf(request).id, review);
      return page(request, id);
    },
  );

  app.post(
    '/recalls/:id/answer',
    {
      schema: {
        summary: 'Records what a patient said of a recall in person or on the phone, as the patient’s own answer',
        tags: ['recalls'],
        params: IdPath,
        querystring: StaffQuery({}),
        body: Type.Object(
          {
            answer: OneOf(['confirmed', 'declined'], 'confirmed: wants to be called for a visit; declined: wants none'),
            dueOn: Type.String({
              format: 'date',
              description: 'The recall’s `dueOn` that the patient was asked about: the answer counts for no other',
            }),
          },
          { additionalProperties: false },
        ),
        response: { 200: Named(Recall), ...staffProblems, 409: staffProblem },
      },
    },
    async (request) => {
      const told = { recallId: request.params.id, ...request.body, by: changedByOf(request) };
      return recallJson(await recordRecallAnswer(deps.db, practiceOf(request).id, told));
    },
  );
  done();
};
