import type { EpochMs } from '../planning/plan.ts';
import { DAY_MS, MINUTE_MS } from '../zone-clock.ts';
import { fieldWords, longestName, type FieldWords, type VisitFieldFacts } from './fields.ts';

/** Who writes, as messages name it. */
export interface TemplatePractice {
  readonly nameInMessages: string;
  /** E.164. */
  readonly phone: string;
  /** At least one. */
  readonly facilities: readonly { readonly nameInMessages: string; readonly zone: string }[];
}

/** A message that might be, to try a template with. */
export interface Sample {
  readonly words: FieldWords;
  readonly isConfirmed: boolean;
  /** About one visit, as most are. */
  readonly ofOne: boolean;
  /** With names as long as any could be: says how long a text can get, not how long one usually is. */
  readonly isWidest: boolean;
}

/** A link to a patient's page, of an address as long as most are. */
export const sampleLink = `https://visits.example.com/v/${'0'.repeat(36)}`;

/** Most characters of the list of several visits; messages that would make a longer one do not become one. */
export const longestList = 600;

/** 12:30 in the east of the United States on a day of each month, and of each weekday. */
const days: readonly EpochMs[] = Array.from({ length: 12 }, (_, month) => {
  const weekdayOfFirst = new Date(Date.UTC(2026, month, 1)).getUTCDay();
  return Date.UTC(2026, month, 1 + ((month - weekdayOfFirst + 14) % 7), 17, 30);
});

/**
 * Every month and weekday, every place, and every way in which a message can be: with a name or without, of one visit or two,
 * confirmed or not. `tellsNewTime`: each with a former time of the same day, and of another.
 */
export function sampleWords(
  { facilities, ...practice }: TemplatePractice,
  language: string,
  tellsNewTime: boolean,
): Sample[] {
  const [longest] = [...facilities].sort((one, other) => other.nameInMessages.length - one.nameInMessages.length);
  const [anyDay = 0] = days;
  const make = (way: Way, visitAt: EpochMs, facility: Facility): Sample => {
    const { firstNames, providerName, isConfirmed, movedByMs } = way;
    const visits = firstNames.map((firstName): VisitFieldFacts => ({
      patient: { firstName, preferredName: '' },
      facility,
      providerName,
      visitAt,
      ...(movedByMs !== null && { formerAt: visitAt - movedByMs }),
    }));
    const words = fieldWords({ visits, practice, isConfirmed, language });
    return { words, isConfirmed, ofOne: visits.length === 1, isWidest: false };
  };
  const moved = (all: readonly Way[]): Way[] =>
    tellsNewTime ? all.flatMap((way) => moves.map((movedByMs) => ({ ...way, movedByMs }))) : [...all];
  const [inAnyWay, inUsualWays] = [moved(ways), moved(usualWays)];
  const everywhere = facilities.flatMap((facility) => inAnyWay.map((way) => make(way, anyDay, facility)));
  if (longest === undefined) return everywhere;
  const throughTheYear = days.flatMap((day) => inUsualWays.map((way) => make(way, day, longest)));
  return [...everywhere, ...throughTheYear, ...widest(inAnyWay.map((way) => make(way, anyDay, longest)))];
}

/** By half an hour, and by a week and half an hour: the words of the days are as long as any then. */
const moves = [30 * MINUTE_MS, 7 * DAY_MS + 30 * MINUTE_MS];

type Facility = TemplatePractice['facilities'][number];

interface Way {
  readonly firstNames: readonly string[];
  readonly providerName: string;
  readonly isConfirmed: boolean;
  /** Null: the message tells of no new time. */
  readonly movedByMs: number | null;
}

const usualWays = [false, true].map((isConfirmed): Way => ({
  firstNames: ['Guadalupe'],
  providerName: 'Dr. Montgomery',
  isConfirmed,
  movedByMs: null,
}));
const ways = usualWays.flatMap((way) =>
  ['Dr. Montgomery', ''].flatMap((providerName) =>
    [['Guadalupe'], [''], ['Guadalupe', 'Sebastian']].map((firstNames): Way => ({ ...way, providerName, firstNames })),
  ),
);

/** Letters that become several when their case is changed: three as a capital, two as a small letter. No others become more. */
const growing = ['\u0390', '\u0130'];

/** The same messages with each name as long as it can be. */
function widest(samples: readonly Sample[]): Sample[] {
  return growing.flatMap((letter) =>
    samples.map(({ words, ...sample }) => ({
      ...sample,
      isWidest: true,
      words: {
        ...words,
        firstName: words.firstName === '' ? '' : letter.repeat(longestName),
        providerName: words.providerName === '' ? '' : letter.repeat(longestName),
        visits: words.visits === '' ? '' : letter.repeat(longestList),
      },
    })),
  );
}
