import { subjectTypes, subjectWords, type SubjectType } from '../kept-api.ts';
import { html, type Html } from './html.ts';
import { badge } from './words.ts';

/** A document of the staff API, read leniently: what is not there is left out. */
interface Line {
  readonly at?: string;
  readonly text?: string;
}
interface MessageJson {
  readonly id?: string;
  readonly label?: string;
  readonly labelNote?: string | null;
  readonly kind?: string;
  readonly kindName?: string;
  readonly channel?: string;
  readonly address?: string | null;
  readonly sendAt?: string;
  readonly state?: string;
  readonly reasonText?: string | null;
  readonly body?: string | null;
  readonly appointmentId?: string | null;
  readonly recallId?: string | null;
  readonly orderId?: string | null;
  readonly why?: readonly { readonly question?: string; readonly answer?: string; readonly stops?: boolean }[];
  readonly history?: readonly Line[];
}
interface VisitJson {
  readonly label?: string;
  readonly patient?: { readonly name?: string };
  readonly startsAt?: string | null;
  readonly dueOn?: string;
  readonly product?: string;
  readonly readyOn?: string | null;
  readonly facility?: { readonly name?: string };
  readonly pmsState?: string;
  readonly answer?: string;
  readonly plan?: readonly MessageJson[];
  readonly formerMessages?: readonly MessageJson[];
  readonly history?: readonly Line[];
  readonly engine?: { readonly status?: string; readonly asleepUntil?: string | null; readonly advice?: string };
}

/** The story of a visit, a recall or an order as the staff API tells it. */
export function visitPage(body: unknown, type: SubjectType, id: string, workflowBase: string | null): Html {
  const visit = body as VisitJson;
  const former = visit.formerMessages ?? [];
  return html`<main class="look">
    <p><a href="/">All phones</a></p>
    <h1>${titles[type]} of ${visit.patient?.name ?? 'a patient'} ${visit.label !== undefined && badge(visit.label)}</h1>
    <div class="card">
      ${facts([
        ['When', type === 'appointment' ? visit.startsAt && readable(visit.startsAt) : null],
        ['Due on', visit.dueOn],
        ['Product', visit.product],
        ['Ready on', visit.readyOn],
        ['Where', visit.facility?.name],
        ['Answer', visit.answer],
        ['State in the PMS', visit.pmsState],
        ['Its workflow', engineText(visit)],
      ])}
      ${workflowBase !== null && html`<p><a href="${workflowBase}${type}:${id}">Its workflow in the Temporal UI</a></p>`}
    </div>
    <h2>Plan</h2>
    ${(visit.plan ?? []).map(plannedMessage)}
    ${(visit.plan ?? []).length === 0 && html`<p>Nothing is planned for its present time.</p>`}
    ${section(
      'About times that it no longer has',
      former.filter((message) => !isWrittenBack(message)),
    )}
    ${section('Written back', former.filter(isWrittenBack))}
    <h2>History</h2>
    ${history(visit.history ?? [])} ${wholeDocument(body)}
  </main>`;
}

const titles: Readonly<Record<SubjectType, string>> = { appointment: 'Visit', recall: 'Recall', order: 'Order' };

/** What is written to the patient alone is about no time of the visit. */
const kindsWrittenBack: ReadonlySet<string> = new Set(['acknowledgement', 'inbox_reply', 'quick_message']);

function isWrittenBack({ kind }: MessageJson): boolean {
  return kind !== undefined && kindsWrittenBack.has(kind);
}

function section(title: string, messages: readonly MessageJson[]): Html | false {
  return (
    messages.length > 0 &&
    html`<h2>${title}</h2>
      ${messages.map(plannedMessage)}`
  );
}

/** Why a message was or was not sent. */
export function whyPage(body: unknown): Html {
  const message = body as MessageJson;
  return html`<main class="look">
    <p>
      <a href="/">All phones</a>
      ${subjectTypes.flatMap((type) => {
        const id = message[`${type}Id`];
        return typeof id === 'string' ? [html`· <a href="/look/${type}s/${id}">Its ${subjectWords[type]}</a>`] : [];
      })}
    </p>
    <h1>
      ${message.kindName ?? 'Message'} ${message.label !== undefined && badge(message.label)} ${message.labelNote ?? ''}
    </h1>
    <div class="card">
      ${facts([
        ['Sent to', message.address],
        ['Planned for', message.sendAt && readable(message.sendAt)],
        ['State', message.state],
        ['Reason', message.reasonText],
        ['Words', message.body],
      ])}
    </div>
    <h2>Why</h2>
    <ol class="story card">
      ${(message.why ?? []).map(
        ({ question, answer, stops }) =>
          html`<li>
            <span>${question ?? ''}</span>
            <span>${answer ?? ''} ${stops === true && html`<span class="stops">This keeps it from going.</span>`}</span>
          </li>`,
      )}
    </ol>
    <h2>History</h2>
    ${history(message.history ?? [])} ${wholeDocument(body)}
  </main>`;
}

/** What is shown where the API gave no document. */
export function noAnswerPage(status: number | null): Html {
  const said =
    status === null ? 'The staff API does not answer.' : `The staff API answered with status ${String(status)}.`;
  return html`<main class="look">
    <p><a href="/">All phones</a></p>
    <h1>Nothing to show</h1>
    <p>${said} Try again in a moment, or see <code>kept status</code>.</p>
  </main>`;
}

function plannedMessage(message: MessageJson): Html {
  return html`<div class="card">
    <p>
      <strong>${message.kindName ?? 'Message'}</strong> by ${message.channel ?? 'an unknown channel'}
      ${message.sendAt !== undefined && html`at ${readable(message.sendAt)}`}
      ${message.label !== undefined && badge(message.label)} ${message.reasonText ?? ''}
    </p>
    ${message.id !== undefined && html`<p><a href="/look/messages/${message.id}">Why</a></p>`}
  </div>`;
}

function facts(list: readonly (readonly [string, string | null | undefined])[]): Html {
  const known = list.filter(([, value]) => value !== undefined && value !== null && value !== '');
  return html`<dl>
    ${known.map(
      ([name, value]) =>
        html`<dt>${name}</dt>
          <dd>${value ?? ''}</dd>`,
    )}
  </dl>`;
}

function history(lines: readonly Line[]): Html {
  if (lines.length === 0) return html`<p>Nothing has happened yet.</p>`;
  return html`<ol class="story card">
    ${lines.map(({ at, text }) => html`<li><time datetime="${at ?? ''}">${readable(at ?? '')}</time><span>${text ?? ''}</span></li>`)}
  </ol>`;
}

function engineText({ engine }: VisitJson): string {
  if (engine?.status === 'asleep') {
    return engine.asleepUntil ? `asleep until ${readable(engine.asleepUntil)}` : 'asleep';
  }
  return [engine?.status, engine?.advice].filter((part) => part !== undefined).join(': ');
}

function wholeDocument(body: unknown): Html {
  return html`<details>
    <summary>The whole document, as the API gives it</summary>
    <pre tabindex="0">${JSON.stringify(body, null, 2)}</pre>
  </details>`;
}

/** `2026-03-07T09:00:00-05:00` as `Mar 7, 9:00 AM (-05:00)`: the wall time that is written in it. */
function readable(time: string): string {
  const match = /^(\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(?::\d{2})?)(?:\.\d+)?(Z|[+-]\d{2}:\d{2})$/.exec(time);
  if (match === null) return time;
  const wall = new Date(`${match[1] ?? ''}Z`);
  const options = { month: 'short', day: 'numeric', hour: 'numeric', minute: '2-digit', timeZone: 'UTC' } as const;
  return `${wall.toLocaleString('en-US', options)} (${match[2] ?? ''})`;
}
