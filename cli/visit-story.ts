import { orderPageJson, type OrderPage } from '../api/schemas/order.ts';
import { recallPageJson, type RecallPage } from '../api/schemas/recall.ts';
import type { EngineView } from '../api/schemas/story.ts';
import { visitPageJson, type VisitPage } from '../api/schemas/visit-page.ts';
import { withheldReasons } from '../domain/message-state.ts';
import { messageLabel } from '../domain/labels.ts';
import { rowOf, type About } from '../operations/explaining/about.ts';
import type { Story } from '../operations/explaining/explain-subject.ts';
import { wallTimeInWords } from '../operations/explaining/wall-time-in-words.ts';

/** The story of a visit, a recall or an order as the staff API writes it. */
export function storyPageJson(story: Story, engine: EngineView): VisitPage | RecallPage | OrderPage {
  switch (story.type) {
    case 'appointment':
      return visitPageJson(story, engine);
    case 'recall':
      return recallPageJson(story, engine);
    case 'order':
      return orderPageJson(story, engine);
  }
}

/** The same for a person at a terminal, all times in its facility's zone. */
export function storyLines(story: Story, engine: EngineView): string[] {
  const { messages, history, progress } = story;
  const about = rowOf(story);
  const at = (time: number) => wallTimeInWords(time, about.timeZone);
  return [
    ...headLines(story),
    '',
    `Messages (plan version ${progress.planVersion})`,
    ...(messages.length === 0 ? ['  none was ever planned'] : []),
    ...messages.map((message) => {
      const { label, labelNote } = messageLabel(message);
      const reason = message.reason === null ? '' : `: ${withheldReasons[message.reason]}`;
      const former = message.occurrence === about.startsAt ? '' : `, about the former time ${at(message.occurrence)}`;
      const note = labelNote === null ? '' : ` ${labelNote}`;
      return `  ${at(message.sendAt)}  ${message.channel} ${message.slot}: ${label}${note}${reason}${former}\n      ${message.id}`;
    }),
    '',
    'What happened',
    ...history.map((entry) => `  ${at(entry.at)}  ${entry.text}`),
    '',
    `The workflow ${engine.workflowId}`,
    `  ${engineInWords(engine)}`,
    ...(engine.url === undefined ? [] : [`  ${engine.url}`]),
  ];
}

function headLines(about: About): string[] {
  const { patientName, facilityName, timeZone, goneAt, label, id, externalId, startsAt } = rowOf(about);
  const at = (time: number) => wallTimeInWords(time, timeZone);
  const where = `${facilityName} (${timeZone})`;
  const gone = goneAt === null ? '' : `, gone from the PMS since ${at(goneAt)}`;
  switch (about.type) {
    case 'appointment':
      return [
        `${patientName}, ${at(startsAt)}, ${where}`,
        `${label}: the PMS says ${about.visit.pmsState.replace('_', ' ')}${gone}; the patient's answer is ${about.visit.answer}.`,
        `Visit ${id}, in the PMS ${externalId}`,
      ];
    case 'recall':
      return [
        `${patientName}, ${about.recall.typeName}, due on ${about.recall.dueOn}, ${where}`,
        `${label}${gone}; the patient's answer is ${about.recall.answer}.`,
        `Recall ${id}, in the PMS ${externalId}`,
      ];
    case 'order':
      return [
        `${patientName}, ${about.order.productName}, ready on ${about.order.readyOn ?? 'a day that is not known'}, ${where}`,
        `${label}: the PMS says ${about.order.pmsState}${gone}.`,
        `Order ${id}, in the PMS ${externalId}`,
      ];
  }
}

function engineInWords(engine: EngineView): string {
  const behind = engine.agrees === false ? ' It has yet to hear of the newest plan.' : '';
  switch (engine.status) {
    case 'asleep':
      return `is asleep until ${engine.asleepUntil ?? 'later'}.${behind}`;
    case 'answered':
      return `has plan version ${engine.version ?? 0}, ${engine.entries?.length ?? 0} to send, answer ${engine.answer ?? 'none'}.${behind}`;
    case 'absent':
    case 'unreachable':
      return `does not answer. ${engine.advice ?? ''}`;
  }
}
