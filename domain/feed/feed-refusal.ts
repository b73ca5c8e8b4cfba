import { Fault } from '../fault.ts';

/** Why a feed was refused whole; `sync_runs.reason` holds it. */
export type RefusalReason =
  | 'no_files'
  | 'missing_parts'
  | 'bad_mapping'
  | 'bad_encoding'
  | 'missing_columns'
  | 'repeated_columns'
  | 'empty_file'
  | 'half_file'
  | 'still_growing'
  | 'future_export'
  | 'older_export'
  | 'no_good_rows'
  | 'too_many_bad_rows';

/** A feed that cannot be trusted. Nothing of it is applied; the message says what to do and quotes no row. */
export class FeedRefusal extends Fault {
  readonly reason: RefusalReason;

  constructor(reason: RefusalReason, advice: string) {
    super('feed_refused', advice);
    this.name = 'FeedRefusal';
    this.reason = reason;
  }
}
