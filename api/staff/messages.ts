import type { FastifyPluginCallbackTypebox } from '@fastify/type-provider-typebox';
import Type from 'typebox';
import { findStaffMessages } from '../../db/staff-messages.ts';
import { explainMessage } from '../../operations/explaining/explain-message.ts';
import type { ApiDependencies } from '../dependencies.ts';
import { practiceOf } from '../plugins/authentication.ts';
import { channels, Message, messageJson, messageLabels, messageStates, reasons } from '../schemas/message.ts';
import { MessagePage, messagePageJson } from '../schemas/message-page.ts';
import {
  Day,
  FacilityName,
  Id,
  IdPath,
  ListQuery,
  Named,
  OneOf,
  PageOf,
  StaffQuery,
  staffProblems,
} from '../schemas/shapes.ts';
import { listPage } from './list-page.ts';

const filters = {
  from: Type.Optional(Day),
  to: Type.Optional(Day),
  facility: Type.Optional(FacilityName),
  appointmentId: Type.Optional(Id),
  recallId: Type.Optional(Id),
  orderId: Type.Optional(Id),
  kind: Type.Optional(Type.String({ maxLength: 100 })),
  channel: Type.Optional(OneOf(channels)),
  state: Type.Optional(OneOf(messageStates)),
  reason: Type.Optional(OneOf(reasons)),
  label: Type.Optional(OneOf(messageLabels)),
};

/** Every message that was ever planned, with its life: the log, and what is still to be sent. */
export const messages: FastifyPluginCallbackTypebox<ApiDependencies> = (app, deps, done) => {
  app.get(
    '/messages',
    {
      schema: {
        summary: 'Messages, by the time that they go at',
        tags: ['messages'],
        querystring: ListQuery(filters),
        response: { 200: PageOf(Message), ...staffProblems },
      },
    },
    (request) =>
      deps.db.inPractice(practiceOf(request).id, (tx) =>
        listPage(tx, 'messages', request.query, (page) => findStaffMessages(tx, request.query, page), messageJson),
      ),
  );

  app.get(
    '/messages/:id',
    {
      schema: {
        summary: 'A message, and step by step why it was or was not sent',
        tags: ['messages'],
        params: IdPath,
        querystring: StaffQuery({}),
        response: { 200: Named(MessagePage), ...staffProblems },
      },
    },
    async (request) => messagePageJson(await explainMessage(deps.db, practiceOf(request).id, request.params.id)),
  );
  done();
};
