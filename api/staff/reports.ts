import type { FastifyPluginCallbackTypebox } from '@fastify/type-provider-typebox';
import Type from 'typebox';
import { findFeedAge } from '../../db/feed-age.ts';
import { findAllStaffAppointments } from '../../db/staff-appointments.ts';
import { countMessages, findDeliveryByKind } from '../../db/staff-reports.ts';
import { isoTime } from '../iso-time.ts';
import type { ApiDependencies } from '../dependencies.ts';
import { practiceOf } from '../plugins/authentication.ts';
import { answers, appointmentLabels } from '../schemas/appointment.ts';
import { channels } from '../schemas/message.ts';
import { FacilityReport, facilityReportGroups, MessageReport, messageReportKinds } from '../schemas/reports.ts';
import { Day, FacilityName, Named, OneOf, StaffQuery, staffProblems } from '../schemas/shapes.ts';
import { copyOf } from './list-page.ts';

const messageFilters = {
  from: Type.Optional(Day),
  to: Type.Optional(Day),
  facility: Type.Optional(FacilityName),
  channel: Type.Optional(OneOf(channels)),
};

const sheetFilters = {
  date: Type.Optional({ ...Day, description: 'A day at the facility; today where none is given' }),
  facility: Type.Optional(FacilityName),
  provider: Type.Optional(Type.String({ maxLength: 100, description: 'Its id in the PMS' })),
  label: Type.Optional(OneOf(appointmentLabels)),
  answer: Type.Optional(OneOf(answers)),
};

/** What staff read to see how a day stands: counts of messages, and the day's sheet. */
export const reports: FastifyPluginCallbackTypebox<ApiDependencies> = (app, deps, done) => {
  app.get(
    '/reports/messages',
    {
      schema: {
        summary: 'How many messages of each kind bear each label',
        tags: ['reports'],
        querystring: StaffQuery(messageFilters),
        response: { 200: Named(MessageReport), ...staffProblems },
      },
    },
    (request) =>
      deps.db.inPractice(practiceOf(request).id, async (tx) => ({
        kinds: messageReportKinds(await countMessages(tx, request.query)),
        copy: copyOf(await findFeedAge(tx), tx.now),
      })),
  );

  app.get(
    '/reports/facility',
    {
      schema: {
        summary: 'The day’s sheet: visits by message kind, with answer, delivery and PMS state',
        tags: ['reports'],
        querystring: StaffQuery(sheetFilters),
        response: { 200: Named(FacilityReport), ...staffProblems },
      },
    },
    (request) => {
      const practice = practiceOf(request);
      return deps.db.inPractice(practice.id, async (tx) => {
        const { date = isoTime(tx.now, practice.timeZone).slice(0, 10), ...filter } = request.query;
        const visits = await findAllStaffAppointments(tx, { ...filter, from: date, to: date });
        const deliveries = await findDeliveryByKind(
          tx,
          visits.map(({ id }) => id),
        );
        return {
          date,
          groups: facilityReportGroups(visits, deliveries),
          copy: copyOf(await findFeedAge(tx), tx.now),
        };
      });
    },
  );
  done();
};
