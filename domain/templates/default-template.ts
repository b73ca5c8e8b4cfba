import type { Kind } from '../kinds.ts';
import type { Channel } from '../planning/plan.ts';

/** Words that a new practice starts with. */
export interface DefaultTemplate {
  readonly kind: Kind;
  /** `standard` where none is given. Words of another name are those that staff choose for a group. */
  readonly name?: string;
  readonly channel: Channel;
  readonly language: string;
  readonly body: string;
  /** Of an email, and of nothing else. */
  readonly subjectLine?: string;
}
