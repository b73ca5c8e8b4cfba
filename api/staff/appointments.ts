import type { FastifyPluginCallbackTypebox } from '@fastify/type-provider-typebox';
import Type from 'typebox';
import { findStaffAppointments } from '../../db/staff-appointments.ts';
import { recordStaffAnswer } from '../../operations/actions/record-staff-answer.ts';
import { explainSubject } from '../../operations/explaining/explain-subject.ts';
import type { ApiDependencies } from '../dependencies.ts';
import { changedByOf, practiceOf } from '../plugins/authentication.ts';
import { Appointment, answers, appointmentJson, appointmentLabels } from '../schemas/appointment.ts';
import {
  Day,
  FacilityName,
  IdPath,
  ListQuery,
  Named,
  OneOf,
  PageOf,
  staffProblem,
  StaffQuery,
  staffProblems,
} from '../schemas/shapes.ts';
import { VisitPage, visitPageJson } from '../schemas/visit-page.ts';
import { engineView } from './engine-view.ts';
import { listPage } from './list-page.ts';

const filters = {
  from: Type.Optional(Day),
  to: Type.Optional(Day),
  facility: Type.Optional(FacilityName),
  provider: Type.Optional(Type.String({ maxLength: 100, description: 'Its id in the PMS' })),
  externalId: Type.Optional(Type.String({ maxLength: 100, description: 'The visit’s id in the PMS' })),
  label: Type.Optional(OneOf(appointmentLabels)),
  answer: Type.Optional(OneOf(answers)),
};

/** The practice's visits: what each patient answered, what was sent, and what the PMS says. */
export const appointments: FastifyPluginCallbackTypebox<ApiDependencies> = (app, deps, done) => {
  app.get(
    '/appointments',
    {
      schema: {
        summary: 'Visits, soonest first',
        tags: ['appointments'],
        querystring: ListQuery(filters),
        response: { 200: PageOf(Appointment), ...staffProblems },
      },
    },
    (request) =>
      deps.db.inPractice(practiceOf(request).id, (tx) =>
        listPage(
          tx,
          'appointments',
          request.query,
          (page) => findStaffAppointments(tx, request.query, page),
          appointmentJson,
        ),
      ),
  );

  app.get(
    '/appointments/:id',
    {
      schema: {
        summary: 'The whole story of a visit, and what its workflow says',
        tags: ['appointments'],
        params: IdPath,
        querystring: StaffQuery({}),
        response: { 200: Named(VisitPage), ...staffProblems },
      },
    },
    async (request) => {
      const story = await explainSubject(deps.db, practiceOf(request).id, 'appointment', request.params.id);
      return visitPageJson(story, await engineView(deps, story));
    },
  );

  app.post(
    '/appointments/:id/answer',
    {
      schema: {
        summary: 'Records what a patient answered in person or on the phone, as the patient’s own answer',
        tags: ['appointments'],
        params: IdPath,
        querystring: StaffQuery({}),
        body: Type.Object(
          {
            answer: OneOf(['confirmed', 'declined']),
            visitAt: Type.String({
              format: 'date-time',
              description: 'The visit’s `startsAt` that the patient was asked about: the answer counts for no other',
            }),
          },
          { additionalProperties: false },
        ),
        response: { 200: Named(Appointment), ...staffProblems, 409: staffProblem },
      },
    },
    async (request) => {
      const { answer, visitAt } = request.body;
      const told = { appointmentId: request.params.id, visitAt: Date.parse(visitAt), answer, by: changedByOf(request) };
      return appointmentJson(await recordStaffAnswer(deps.db, practiceOf(request).id, told));
    },
  );
  done();
};
