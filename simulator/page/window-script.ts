/**
 * Keeps an open page up to date: it asks for itself every two seconds and changes only what differs, so that focus, what is
 * being typed, and what a screen reader has already said stay as they are. Without it the page works by reloading.
 */
export const windowScript = `
'use strict';
const everyMs = 2000;

function renew(fresh) {
  for (const region of fresh.querySelectorAll('[data-live]')) {
    const present = document.querySelector('[data-live="' + region.dataset.live + '"]');
    if (present === null || present.innerHTML === region.innerHTML) continue;
    if (present.matches('ul, ol')) renewItems(present, region);
    else if (!present.contains(document.activeElement) || present.textContent !== region.textContent) replace(present, region);
  }
}

function renewItems(present, region) {
  const atEnd = present.scrollHeight - present.scrollTop - present.clientHeight < 60;
  const wanted = [...region.children];
  for (const item of [...present.children]) if (!wanted.some((one) => one.id === item.id)) item.remove();
  wanted.forEach((item, index) => {
    const there = document.getElementById(item.id);
    if (there === null) present.insertBefore(item, present.children[index] ?? null);
    else {
      if (there.outerHTML !== item.outerHTML) replace(there, item);
      if (present.children[index] !== there) present.insertBefore(there, present.children[index] ?? null);
    }
  });
  if (atEnd) present.scrollTop = present.scrollHeight;
}

function replace(present, fresh) {
  const focused = present.contains(document.activeElement) ? document.activeElement : null;
  const selector = focused === null ? null : focused.id ? '#' + CSS.escape(focused.id) : 'a, button, input';
  present.className = fresh.className;
  present.innerHTML = fresh.innerHTML;
  if (selector !== null) present.querySelector(selector)?.focus({ preventScroll: true });
}

async function refresh() {
  try {
    const response = await fetch(location.href, { headers: { accept: 'text/html' } });
    if (response.ok) renew(new DOMParser().parseFromString(await response.text(), 'text/html'));
    document.body.classList.toggle('away', !response.ok);
  } catch {
    document.body.classList.add('away');
  }
}

async function again() {
  await new Promise((resolve) => setTimeout(resolve, everyMs));
  if (!document.hidden) await refresh();
  again();
}

document.addEventListener('submit', async (event) => {
  event.preventDefault();
  const form = event.target;
  const response = await fetch(form.action, {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'application/json' },
    body: JSON.stringify(Object.fromEntries(new FormData(form, event.submitter))),
  });
  if (response.ok) form.reset();
  await refresh();
  const bubbles = document.querySelector('[data-live="bubbles"]');
  if (bubbles !== null) bubbles.scrollTop = bubbles.scrollHeight;
});

const bubbles = document.querySelector('[data-live="bubbles"]');
if (bubbles !== null) bubbles.scrollTop = bubbles.scrollHeight;
again();
`;
