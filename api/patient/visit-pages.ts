import type { FastifyPluginCallback } from 'fastify';
import { birthDateOf } from '../../domain/answers/birth-date.ts';
import type { Button } from '../../domain/answers/decide-press.ts';
import { readVisitPage, type VisitPage } from '../../operations/answers/read-visit-page.ts';
import { recordPageAnswer } from '../../operations/answers/record-page-answer.ts';
import {
  linkedMessage,
  linkedRoute,
  showBroken,
  showPage,
  type LinkedRoute,
  type PatientPages,
} from './linked-route.ts';
import { fieldText, fieldTexts } from './read-forms.ts';
import { visitView, type VisitView } from './visit-view.ts';

/** `/v/TOKEN`: the page of the visit that a message asks about. */
export const visitPages: FastifyPluginCallback<PatientPages> = (app, { db, links, tokens }, done) => {
  function view(page: VisitPage, changes: Partial<VisitView> = {}): string {
    const pageToken = tokens.issue('visit', page.messageId, page.readAt);
    return visitView(page, { outcome: null, lacks: null, triesLeft: 0, choice: null, ...changes, pageToken });
  }

  app.get<LinkedRoute>('/v/*', linkedRoute, async (request, reply) => {
    const messageId = linkedMessage(request, links, 'visit');
    const page = messageId === null ? null : await readVisitPage(db, messageId);
    if (page === null) return showBroken(reply);
    const { choose } = request.query as { readonly choose?: unknown };
    return showPage(reply, view(page, { choice: choose === 'confirm' || choose === 'decline' ? choose : null }));
  });

  app.post<LinkedRoute>('/v/*', linkedRoute, async (request, reply) => {
    const messageId = linkedMessage(request, links, 'visit');
    if (messageId === null) return showBroken(reply);
    const form = (name: string): string => fieldText(request.body, name);
    const fetchedAt = tokens.read('visit', messageId, form('page'));
    const button = buttonOf(form('button'));
    if (fetchedAt === null || button === null) {
      // Not pressed on our page. A person gets one to press on.
      const page = await readVisitPage(db, messageId);
      return page === null ? showBroken(reply) : showPage(reply, view(page, { outcome: 'early' }));
    }
    const birthDate = birthDateOf({
      month: form('month'),
      day: form('day'),
      year: form('year'),
    });
    const chosen = fieldTexts(request.body, 'visit');
    const answered = await recordPageAnswer(db, { messageId, button, fetchedAt, birthDate, chosen });
    if (answered === null) return showBroken(reply);
    const { page, outcome, triesLeft, lacks } = answered;
    return showPage(reply, view(page, { outcome, triesLeft, lacks }));
  });
  done();
};

function buttonOf(text: string): Button | null {
  return text === 'confirm' || text === 'decline' || text === 'birth_date' ? text : null;
}
