import type { Kind } from '../kinds.ts';
import type { Channel } from '../planning/plan.ts';

/** What tells a practice's words apart: `appointment_reminder/standard/text/en`. */
export interface TemplateName {
  readonly kind: Kind;
  /** `standard`, or what staff call words that apply at some places only. */
  readonly name: string;
  readonly channel: Channel;
  /** Two letters of ISO 639. */
  readonly language: string;
}

/** The name of the words that apply wherever no others do. */
export const standardName = 'standard';

/**
 * The name of the words that answer a text which nobody understood, by the kind of the message that it came to. They apply everywhere,
 * and are told apart by their name from the words of messages.
 */
export const unclearReplyName = 'unclear-reply';

/** As `kind/name/channel/language`. */
export const templateKeyPattern = '^[a-z][a-z0-9_]{0,39}/[a-z0-9-]{1,40}/(text|voice|email)/[a-z]{2}$';

const templateKey = new RegExp(templateKeyPattern);

export function templateKeyOf({ kind, name, channel, language }: TemplateName): string {
  return [kind, name, channel, language].join('/');
}

/** Null where it is no key. */
export function readTemplateKey(key: string): TemplateName | null {
  if (!templateKey.test(key)) return null;
  const [kind = '', name = '', channel = '', language = ''] = key.split('/');
  return { kind, name, channel: channel as Channel, language };
}
