import type { Timers } from '../timers.ts';
import { formsInPage, type PageButton, type PageForm } from './forms-in-page.ts';

/** What a person or a program presses on the page that a mail's button leads to. */
export type Choice = 'confirm' | 'decline';

/** How a press ended: the status of the last page, or why there was none. */
export type PressEnd =
  | { readonly pressed: true; readonly status: number }
  | { readonly pressed: false; readonly why: 'no_answer' | 'no_such_button' | 'asked_for_more' };

export interface PressOptions {
  readonly timers: Timers;
  /** How long the page is looked at before anything on it is pressed. A person needs longer than a program. */
  readonly readMs: number;
  /** For a page that asks for it, `YYYY-MM-DD`. */
  readonly dateOfBirth: string | null;
}

const answerTimeoutMs = 10_000;
/** A page may ask one thing more before it takes an answer. */
const mostPages = 3;

/** Opens a link and presses its button, as a browser without a script does; a page that comes back with a question is answered. */
export async function pressLink(link: string, choice: Choice, options: PressOptions): Promise<PressEnd> {
  let answer = await ask(link, { method: 'GET' });
  let pressed: PressEnd | null = null;
  for (let page = 0; page < mostPages; page++) {
    if (answer === null) return { pressed: false, why: 'no_answer' };
    const found = findButton(formsInPage(answer.markup, answer.address), choice, pressed !== null);
    if (found === null) return pressed ?? { pressed: false, why: 'no_such_button' };
    const form = fillIn(found, options.dateOfBirth);
    if (form === null) return { pressed: false, why: 'asked_for_more' };
    await options.timers.wait(options.readMs);
    answer = await ask(found.button.action ?? found.form.action, { method: 'POST', body: form });
    if (answer !== null) pressed = { pressed: true, status: answer.status };
  }
  return pressed ?? { pressed: false, why: 'no_such_button' };
}

interface Found {
  readonly form: PageForm;
  readonly button: PageButton;
}

/** The choice's own button; on a page that came back with a question, the one button of the form that asks it. */
function findButton(forms: readonly PageForm[], choice: Choice, isQuestion: boolean): Found | null {
  const all = forms.flatMap((form) => form.buttons.map((button) => ({ form, button })));
  const stands = ({ button }: Found): boolean =>
    `${button.name} ${button.value} ${button.action ?? ''}`.includes(choice);
  if (!isQuestion) return all.find(stands) ?? all.find(({ form }) => form.action.includes(choice)) ?? null;
  const asking = all.filter(({ form }) => form.empty.length > 0);
  return asking.find(stands) ?? asking[0] ?? null;
}

/** The form's fields with the date of birth in those that are empty; null where nobody would know what to write. */
function fillIn({ form, button }: Found, dateOfBirth: string | null): URLSearchParams | null {
  const filled = new URLSearchParams(Object.fromEntries(form.fields));
  const [year, month, day] = dateOfBirth?.split('-') ?? [];
  for (const name of form.empty) {
    const part = /year/i.test(name) ? year : /month/i.test(name) ? month : /day/i.test(name) ? day : dateOfBirth;
    if (part === null || part === undefined) return null;
    filled.set(name, part);
  }
  if (button.name !== '') filled.set(button.name, button.value);
  return filled;
}

/** A page, wherever redirects led; null where nobody answered. */
async function ask(
  address: string,
  request: { method: string; body?: URLSearchParams },
): Promise<{ status: number; address: string; markup: string } | null> {
  try {
    const response = await fetch(address, {
      ...request,
      headers: { accept: 'text/html' },
      signal: AbortSignal.timeout(answerTimeoutMs),
    });
    return { status: response.status, address: response.url, markup: await response.text() };
  } catch {
    return null;
  }
}

/** What a mail program does when its own "unsubscribe" is pressed. @see https://www.rfc-editor.org/rfc/rfc8058#section-3.2 */
export async function unsubscribeByOneClick(headers: Readonly<Record<string, string>>): Promise<PressEnd> {
  const link = /<(https?:[^>]+)>/.exec(headers['List-Unsubscribe'] ?? '')?.[1];
  const body = headers['List-Unsubscribe-Post'];
  if (link === undefined || body === undefined) return { pressed: false, why: 'no_such_button' };
  const answer = await ask(link, { method: 'POST', body: new URLSearchParams(body) });
  return answer === null ? { pressed: false, why: 'no_answer' } : { pressed: true, status: answer.status };
}
