import { subjectWords } from '../kept-api.ts';
import type { Phone } from '../phones.ts';
import type { TextMessage } from '../text-message.ts';
import { callItem } from './call-item.ts';
import type { LabelledBubble } from './conversations.ts';
import { html, type Html } from './html.ts';
import { badge, readableNumber, timeOfDay } from './words.ts';

export interface PhoneViewOptions {
  readonly e164: string;
  readonly phone: Phone | null;
  readonly bubbles: readonly LabelledBubble[];
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
    <ol class="bubbles" role="log" aria-label="Messages and calls" tabindex="0" data-live="bubbles">
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

function bubbleItem(labelled: LabelledBubble, options: PhoneViewOptions): Html {
  const { message, call } = labelled.bubble;
  const about = html`${labelled.labels && badge(labelled.labels.label)} ${links(labelled, options)}`;
  if (message === null) return callItem(call, about, options.now);
  return html`<li id="${message.sid}" class="${message.direction === 'inbound' ? 'out' : 'in'}">
    <p class="bubble">${message.body}</p>
    <p class="meta">${timeOfDay(message.createdAt, options.now)} · ${state(message)} ${about}</p>
  </li>`;
}

function state(message: TextMessage): string {
  if (message.direction === 'inbound') {
    if (message.webhook === 'answered') return 'taken by Kept';
    return message.webhook === 'waiting' ? 'on its way to Kept' : 'Kept did not take it';
  }
  const by = message.direction === 'outbound-reply' ? 'from the carrier itself, ' : '';
  return `${by}${message.status}${message.errorCode === null ? '' : ` (${String(message.errorCode)})`}`;
}

function links({ bubble, labels }: LabelledBubble, { workflowBase }: PhoneViewOptions): Html | null {
  const { messageId } = bubble;
  if (messageId === null) return null;
  const { sid } = bubble.message ?? bubble.call;
  const about = (text: string): Html => html`<span class="hidden">of the message ${sid.slice(-4)}: </span>${text}`;
  return html`<span class="links">
    ${
      labels &&
      html`<a id="visit-${sid}" href="/look/${labels.type}s/${labels.subjectId}"
        >${about(subjectWords[labels.type])}</a
      >`
    }
    ${
      labels &&
      workflowBase !== null &&
      html`<a id="workflow-${sid}" href="${workflowBase}${labels.type}:${labels.subjectId}">${about('workflow')}</a>`
    }
    <a id="why-${sid}" href="/look/messages/${messageId}">${about('why')}</a>
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
    </form>
    <form class="quick" method="post" action="/phones/${e164}/calls" aria-label="Call back">
      <button>Call the number back</button>
    </form>`;
}
