/** What a message can be about, as the staff API and its workflows name it. */
export const subjectTypes = ['appointment', 'recall', 'order'] as const;
export type SubjectType = (typeof subjectTypes)[number];

/** What people call each. */
export const subjectWords: Readonly<Record<SubjectType, string>> = {
  appointment: 'visit',
  recall: 'recall',
  order: 'order',
};

/** What the staff API says of a message and of what it is about. */
export interface VisitLabel {
  readonly type: SubjectType;
  readonly subjectId: string;
  /** Of the visit, the recall or the order, in the product's words. */
  readonly label: string;
  /** The message's own label. */
  readonly messageLabel: string;
}

/** An answer of the staff API, whatever its status; null where there was none. */
interface ApiAnswer {
  readonly status: number;
  readonly body: unknown;
}

export interface KeptApi {
  /**
   * The labels beside a message, at most `maxAgeMs` old, or the last ones that are known while the API cannot be asked. Null
   * where none are.
   */
  labelsOf(messageId: string, maxAgeMs: number): Promise<VisitLabel | null>;
  /** Reads `/api/v1/…`. */
  read(path: string): Promise<ApiAnswer | null>;
}

const answerTimeoutMs = 3000;

/** Asks the system that is being simulated for, as any script of its staff would. */
export function createKeptApi(options: { url: string; token: string; clock: () => number }): KeptApi {
  const known = new Map<string, { readonly at: number; readonly labels: VisitLabel | null }>();

  async function read(path: string): Promise<ApiAnswer | null> {
    try {
      const response = await fetch(`${options.url}/api/v1/${path}`, {
        headers: { authorization: `Bearer ${options.token}`, accept: 'application/json' },
        signal: AbortSignal.timeout(answerTimeoutMs),
      });
      return { status: response.status, body: await response.json() };
    } catch {
      // Nobody there, too slow, or no JSON: for whoever looks at the page it is one and the same.
      return null;
    }
  }

  async function labelsOf(messageId: string, maxAgeMs: number): Promise<VisitLabel | null> {
    const last = known.get(messageId);
    if (last !== undefined && options.clock() - last.at < maxAgeMs) return last.labels;
    const answer = await read(`messages/${encodeURIComponent(messageId)}`);
    const labels = answer?.status === 200 ? readLabels(answer.body) : (last?.labels ?? null);
    known.set(messageId, { at: options.clock(), labels });
    return labels;
  }

  return { labelsOf, read };
}

function readLabels(body: unknown): VisitLabel | null {
  const message = body as { label?: string } & Partial<Record<`${SubjectType}Id`, string | null>> &
    Partial<Record<SubjectType, { label?: string } | null>>;
  for (const type of subjectTypes) {
    const subjectId = message[`${type}Id`];
    const label = message[type]?.label;
    if (typeof subjectId === 'string' && label !== undefined && message.label !== undefined) {
      return { type, subjectId, label, messageLabel: message.label };
    }
  }
  return null;
}
