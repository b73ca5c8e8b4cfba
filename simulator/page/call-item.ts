import { isOver, type Heard, type PhoneCall } from '../calls/phone-call.ts';
import { html, type Html } from './html.ts';
import { timeOfDay } from './words.ts';

/** A call in a phone: what was said and pressed so far, and while it goes on the keys to press. */
export function callItem(call: PhoneCall, about: Html, now: number): Html {
  const incoming = call.direction === 'inbound';
  return html`<li id="${call.sid}" class="call ${incoming ? 'out' : 'in'}">
    <div class="bubble">
      <p class="call-head">${incoming ? 'You called' : 'Call'} · ${call.status}${by(call)}</p>
      ${call.heard.map(heardLine)} ${!isOver(call) && keypad(call)}
    </div>
    <p class="meta">${timeOfDay(call.createdAt, now)} ${about}</p>
  </li>`;
}

function by({ answeredBy }: PhoneCall): string {
  return answeredBy === null ? '' : ` · answered by ${answeredBy}`;
}

function heardLine({ by: source, text }: Heard): Html {
  const words = source === 'line' ? `“${text}”` : source === 'phone' ? `Pressed ${text}` : text;
  return html`<p class="heard by-${source}">${words}</p>`;
}

function keypad(call: PhoneCall): Html {
  const keys = ['1', '2', '3', '4', '5', '6', '7', '8', '9', '*', '0', '#'];
  return html`<form class="keypad" method="post" action="/calls/${call.sid}/keys" aria-label="Keys of the call">
      ${keys.map((key) => html`<button id="key-${key}-${call.sid}" name="digits" value="${key}">${key}</button>`)}
    </form>
    <form class="keypad" method="post" action="/calls/${call.sid}/hang-up" aria-label="End of the call">
      <button id="hang-up-${call.sid}">Hang up</button>
    </form>`;
}
