import type { EngineView } from '../api/schemas/visit-page.ts';
import { withheldReasons } from '../domain/message-state.ts';
import { messageLabel } from '../domain/labels.ts';
import type { VisitStory } from '../operations/explaining/explain-visit.ts';
import { wallTimeInWords } from '../operations/explaining/wall-time-in-words.ts';

/** A visit's story for a person at a terminal, all times in its facility's zone. */
export function visitLines({ visit, messages, history, progress }: VisitStory, engine: EngineView): string[] {
  const at = (time: number) => wallTimeInWords(time, visit.timeZone);
  const gone = visit.goneAt === null ? '' : `, gone from the PMS since ${at(visit.goneAt)}`;
  return [
    `${visit.patientName}, ${at(visit.startsAt)}, ${visit.facilityName} (${visit.timeZone})`,
    `${visit.label}: the PMS says ${visit.pmsState.replace('_', ' ')}${gone}; the patient's answer is ${visit.answer}.`,
    `Visit ${visit.id}, in the PMS ${visit.externalId}`,
    '',
    `Messages (plan version ${progress.planVersion})`,
    ...(messages.length === 0 ? ['  none was ever planned'] : []),
    ...messages.map((message) => {
      const { label, labelNote } = messageLabel(message);
      const reason = message.reason === null ? '' : `: ${withheldReasons[message.reason]}`;
      const former = message.occurrence === visit.startsAt ? '' : `, about the former time ${at(message.occurrence)}`;
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
