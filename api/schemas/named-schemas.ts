import { Appointment } from './appointment.ts';
import { HistoryLine } from './history-line.ts';
import { Message } from './message.ts';
import { MessagePage } from './message-page.ts';
import { Problem } from './problem.ts';
import { Copy } from './shapes.ts';
import { EngineView, VisitPage } from './visit-page.ts';

/** What the description of the API names once and refers to: its components. */
export const namedSchemas = [Problem, Copy, Appointment, Message, HistoryLine, EngineView, VisitPage, MessagePage];
