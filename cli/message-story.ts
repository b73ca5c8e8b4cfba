import { messageLabel } from '../domain/labels.ts';
import { rowOf, wordOf } from '../operations/explaining/about.ts';
import type { MessageStory } from '../operations/explaining/explain-message.ts';
import { nameOf } from '../operations/explaining/visit-history.ts';
import { wallTimeInWords } from '../operations/explaining/wall-time-in-words.ts';

/** Why a message was or was not sent, for a person at a terminal, all times in its facility's zone. */
export function messageLines({ message, about, why, history }: MessageStory): string[] {
  const at = (time: number) => wallTimeInWords(time, message.timeZone);
  const { label, labelNote } = messageLabel(message);
  return [
    `${nameOf(message)} to ${message.patientName || message.address || 'nobody'}: ${label}${labelNote === null ? '' : ` ${labelNote}`}`,
    `Message ${message.id}, ${about === null ? 'about no visit' : `${wordOf[about.type]} ${rowOf(about).id}`} (${message.timeZone})`,
    '',
    // What alone keeps it from going is marked, so that the eye finds it.
    ...why.map(({ question, answer, stops }) => `${stops ? '!' : ' '} ${question} ${answer}`),
    ...(history.length === 0 ? [] : ['', 'What happened']),
    ...history.map((entry) => `  ${at(entry.at)}  ${entry.text}`),
    ...(message.subjectLine === null ? [] : ['', 'Its subject', `  ${message.subjectLine}`]),
    ...(message.body === null ? [] : ['', 'Its words', `  ${message.body}`]),
  ];
}
