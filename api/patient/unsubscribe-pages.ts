import type { FastifyPluginCallback } from 'fastify';
import { hasBeenRead } from '../../domain/answers/decide-press.ts';
import { readUnsubscribePage, recordUnsubscribe } from '../../operations/answers/record-unsubscribe.ts';
import {
  linkedMessage,
  linkedRoute,
  showBroken,
  showPage,
  type LinkedRoute,
  type PatientPages,
} from './linked-route.ts';
import { fieldText } from './read-forms.ts';
import { unsubscribeView } from './unsubscribe-view.ts';

/**
 * `/u/TOKEN`: ends mails to the address that a mail went to. The mail program's own button posts `List-Unsubscribe=One-Click`
 * and has seen no page, so that alone is enough.
 * @see https://www.rfc-editor.org/rfc/rfc8058
 */
export const unsubscribePages: FastifyPluginCallback<PatientPages> = (app, { db, links, tokens }, done) => {
  app.get<LinkedRoute>('/u/*', linkedRoute, async (request, reply) => {
    const messageId = linkedMessage(request, links, 'unsubscribe');
    const page = messageId === null ? null : await readUnsubscribePage(db, messageId);
    if (page === null) return showBroken(reply);
    return showPage(reply, unsubscribeView(page, tokens.issue('unsubscribe', page.messageId, page.readAt), false));
  });

  app.post<LinkedRoute>('/u/*', linkedRoute, async (request, reply) => {
    const messageId = linkedMessage(request, links, 'unsubscribe');
    const page = messageId === null ? null : await readUnsubscribePage(db, messageId);
    if (page === null) return showBroken(reply);
    const fetchedAt = tokens.read('unsubscribe', page.messageId, fieldText(request.body, 'page'));
    const oneClick = fieldText(request.body, 'List-Unsubscribe') === 'One-Click';
    if (!oneClick && (fetchedAt === null || !hasBeenRead(fetchedAt, page.readAt))) {
      return showPage(reply, unsubscribeView(page, tokens.issue('unsubscribe', page.messageId, page.readAt), true));
    }
    const ended = await recordUnsubscribe(db, page.messageId, oneClick ? 'one_click' : 'page');
    return ended === null ? showBroken(reply) : showPage(reply, unsubscribeView(ended, '', false));
  });
  done();
};
