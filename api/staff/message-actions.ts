import type { FastifyPluginCallbackTypebox } from '@fastify/type-provider-typebox';
import Type from 'typebox';
import { retimeMessage, sendMessageNow } from '../../operations/actions/retime-message.ts';
import { releaseMessage, withholdMessage } from '../../operations/actions/withhold-message.ts';
import type { ApiDependencies } from '../dependencies.ts';
import { changedByOf, practiceOf } from '../plugins/authentication.ts';
import { Message, messageJson } from '../schemas/message.ts';
import { IdPath, Named, staffProblem, StaffQuery, staffProblems, Time } from '../schemas/shapes.ts';

const answers = { 200: Named(Message), ...staffProblems, 409: staffProblem };

/** What staff do with one message that waits to be sent. Each is refused with 409 once it is too late. */
export const messageActions: FastifyPluginCallbackTypebox<ApiDependencies> = (app, { db }, done) => {
  app.post(
    '/messages/:id/retime',
    {
      schema: {
        summary: 'Gives a waiting message another time, which it keeps until its visit moves',
        tags: ['messages'],
        params: IdPath,
        querystring: StaffQuery({}),
        body: Type.Object({ sendAt: Time }, { additionalProperties: false }),
        response: answers,
      },
    },
    async (request) => {
      const at = Date.parse(request.body.sendAt);
      const asked = { messageId: request.params.id, by: changedByOf(request), at };
      return messageJson(await retimeMessage(db, practiceOf(request).id, asked));
    },
  );

  for (const [path, summary, act] of [
    ['send-now', 'Lets a waiting message go now, where its claim allows it', sendMessageNow],
    ['withhold', 'Withholds a waiting message: it will not be sent (reason `staff`)', withholdMessage],
    ['release', 'Lets a message that staff withheld go again, where nothing else keeps it', releaseMessage],
  ] as const) {
    app.post(
      `/messages/:id/${path}`,
      {
        schema: {
          summary,
          tags: ['messages'],
          params: IdPath,
          querystring: StaffQuery({}),
          response: answers,
        },
      },
      async (request) => {
        const { id } = request.params as { readonly id: string };
        return messageJson(await act(db, practiceOf(request).id, { messageId: id, by: changedByOf(request) }));
      },
    );
  }
  done();
};
