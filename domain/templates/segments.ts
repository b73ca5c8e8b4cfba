import { SegmentedMessage } from 'sms-segments-calculator';

/** What a text costs to send. */
export interface Segments {
  readonly encoding: 'GSM-7' | 'UCS-2';
  /** What the carrier bills: up to 160 GSM-7 or 70 UCS-2 characters in one, 153 or 67 in each of several. */
  readonly segments: number;
  /** As the carrier counts them: `€` and a few others are two of GSM-7. */
  readonly characters: number;
  /** The character that made the text UCS-2, the longest of them where there are several; null where none did. */
  readonly costliest: string | null;
}

/** Counts a text as it would go out. */
export function countSegments(text: string): Segments {
  const message = new SegmentedMessage(text);
  const [costliest] = message.getNonGsmCharacters().sort((one, other) => other.length - one.length);
  return {
    encoding: message.encodingName,
    segments: message.segmentsCount,
    characters: message.numberOfCharacters,
    costliest: costliest ?? null,
  };
}
