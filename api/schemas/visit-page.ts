import Type, { type Static } from 'typebox';
import type { Story } from '../../operations/explaining/explain-subject.ts';
import { Appointment, appointmentJson } from './appointment.ts';
import { storyJson, storyProperties, type EngineView } from './story.ts';

/** The whole story of a visit. */
export const VisitPage = Type.Object({ ...Appointment.properties, ...storyProperties }, { $id: 'VisitPage' });
export type VisitPage = Static<typeof VisitPage>;

/** The story as the API writes it, with what the engine says beside it. */
export function visitPageJson(story: Story<'appointment'>, engine: EngineView): VisitPage {
  return { ...appointmentJson(story.visit), ...storyJson(story, engine) };
}
