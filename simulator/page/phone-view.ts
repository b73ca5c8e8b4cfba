import type { Phone } from '../phones.ts';
import type { Bubble } from './conversations.ts';
import { html, type Html } from './html.ts';
import { badge, readableNumber, timeOfDay } from './words.ts';

export interface PhoneViewOptions {
  readonly e164: string;
  readonly phone: Phone | null;
  readonly bubbles: readonly Bubble[];
  /** Where the Temporal UI shows a workflow, up to its id. */
  readonly workflowBase: string | null;
  readonly now: number;
}

/** One phone, with what it received and what it wrote, and a way to write from it. */
export function phoneView(options: PhoneViewOptions): Html {
  const { e164, phone, bubbles } = options;
  return html`<section class="phone" aria-label="Phone ${readableNumber(e164)}">
    <div class="phone-head">
      <a class="back" href="/">All phones</a>
      <h1>${phone?.name || readableNumber(e164)}</h1>
      <p>${phone?.name ? `${readableNumber(e164)} · ` : ''}${nature(phone)}</p>
    </div>
    <ol class="bubbles" role="log" aria-label="Messages" tabindex="0" data-live="bubbles">
      ${bubbles.map((bubble) => bubbleItem(bubble, options))}
    </ol>
    <div data-live="reply">${bubbles.length === 0 ? nothingYet() : replyForms(e164)}</div>
  </section>`;
}

function nature(phone: Phone | null): string {
  if (phone === null) return 'Nobody answers this phone for you';
  if (phone.yours) return 'Yours: nobody answers it for you';
  if (phone.landline) return 'A landline: texts do not arrive';
  const natures = {
    confirms: 'Simulated: confirms',
    declines: 'Simulated: declines',
    thanks: 'Simulated: writes something unclear',
    stops: 'Simulated: opts out',
    silent: 'Simulated: never answers',
  };
  return natures[phone.behaviour];
}

function nothingYet(): Html {
  return html`<p class="empty">No message has come yet. A phone can answer once it has been texted.</p>`;
}

function bubbleItem(bubble: Bubble, options: PhoneViewOptions): Html {
  const { message, labels } = bubble;
  const sent = message.direction === 'inbound';
  return html`<li id="${message.sid}" class="${sent ? 'out' : 'in'}">
    <p class="bubble">${message.body}</p>
    <p class="meta">
      ${timeOfDay(message.createdAt, options.now)} · ${state(bubble)} ${labels && badge(labels.label)}
      ${links(bubble, options)}
    </p>
  </li>`;
}

function state({ message }: Bubble): string {
  if (message.direction === 'inbound') {
    if (message.webhook === 'answered') return 'taken by Kept';
    return message.webhook === 'waiting' ? 'on its way to Kept' : 'Kept did not take it';
  }
  const by = message.direction === 'outbound-reply' ? 'from the carrier itself, ' : '';
  return `${by}${message.status}${message.errorCode === null ? '' : ` (${String(message.errorCode)})`}`;
}

function links({ message, messageId, labels }: Bubble, { workflowBase }: PhoneViewOptions): Html | null {
  if (messageId === null) return null;
  const about = (text: string): Html =>
    html`<span class="hidden">of the message ${message.sid.slice(-4)}: </span>${text}`;
  return html`<span class="links">
    ${
      labels &&
      html`<a id="visit-${message.sid}" href="/look/appointments/${labels.appointmentId}">${about('visit')}</a>`
    }
    ${
      labels &&
      workflowBase !== null &&
      html`<a id="workflow-${message.sid}" href="${workflowBase}appointment:${labels.appointmentId}"
        >${about('workflow')}</a
      >`
    }
    <a id="why-${message.sid}" href="/look/messages/${messageId}">${about('why')}</a>
  </span>`;
}

function replyForms(e164: string): Html {
  const action = `/phones/${e164}/replies`;
  return html`<form class="quick" method="post" action="${action}" aria-label="Quick replies">
      <button name="text" value="Y">Y</button>
      <button name="text" value="N">N</button>
      <button name="text" value="STOP">STOP</button>
    </form>
    <form class="reply" method="post" action="${action}">
      <label for="text">Reply from this phone</label>
      <input id="text" name="text" maxlength="1600" required autocomplete="off" placeholder="Type Y, N, or anything" />
      <button>Send</button>
    </form>`;
}
