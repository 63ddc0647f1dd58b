// Small helpers: making elements, drawing icons, telling time, asking the server.

import { locale, translate } from './words.js';

/** Makes an element: attributes by name, `on…` as listeners, children as nodes or text. */
export function el(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === undefined || value === null || value === false) continue;
    if (name.startsWith('on')) element.addEventListener(name.slice(2), value);
    else if (name === 'testid') element.dataset.testid = value;
    else element.setAttribute(name, value === true ? '' : value);
  }
  element.append(...children.filter((child) => child !== undefined && child !== null && child !== false));
  translateOne(element);
  return element;
}

function translateOne(element) {
  const names = ['data-t', 'data-t-label', 'data-t-placeholder'];
  if (!names.some((name) => element.hasAttribute(name))) return;
  const holder = { querySelectorAll: (selector) => (element.matches(selector) ? [element] : []) };
  translate(holder);
}

const PATHS = {
  send: 'M3.5 20.5 21 12 3.5 3.5v6.6L15 12 3.5 13.9z',
  clip: 'M8 12.5V7.8a4 4 0 0 1 8 0v7.7a2.5 2.5 0 0 1-5 0V8.6',
  more: 'M12 5.5h.01M12 12h.01M12 18.5h.01',
  close: 'M6 6l12 12M18 6 6 18',
  down: 'M6 9.5l6 6 6-6',
  table: 'M4 5.5h16v13H4zM4 10h16M9.5 10v8.5',
  reply: 'M10 7 5 12l5 5M5.5 12H14a5 5 0 0 1 5 5v1',
  photo: 'M4 6h16v12.5H4zM4.5 16l4.5-4.5 4 4 3-2.5 3.5 3M15.5 9.5h.01',
  photos: 'M7 8h13v11H7zM4 15.5V5h12M7.5 17l4-4 3 3 2-1.5 3 2.5',
  file: 'M7 3.5h7l4 4v13H7zM14 3.5v4h4',
  pin: 'M12 21s6.5-6 6.5-11a6.5 6.5 0 0 0-13 0c0 5 6.5 11 6.5 11zM12 12.3a2.3 2.3 0 1 0 0-4.6 2.3 2.3 0 0 0 0 4.6z',
  phone: 'M6.5 4h3l1.5 4-2 1.5a10 10 0 0 0 5.5 5.5l1.5-2 4 1.5v3a1.8 1.8 0 0 1-2 1.8A15.5 15.5 0 0 1 4.7 6a1.8 1.8 0 0 1 1.8-2z',
  voice: 'M12 4a2.5 2.5 0 0 1 2.5 2.5v5a2.5 2.5 0 0 1-5 0v-5A2.5 2.5 0 0 1 12 4zM6 11.5a6 6 0 0 0 12 0M12 17.5V20.5',
  pen: 'M5 19l.8-3.8L16 5l3 3L8.8 18.2z',
  stop: 'M12 4a8 8 0 1 0 0 16 8 8 0 0 0 0-16zM6.5 6.5l11 11',
  menu: 'M5 7.5h14M5 12h14M5 16.5h14',
  telegram: 'M20.5 4.5 3.5 11.2l5.3 1.9 2 6 3-3.6 4.4 3.3zM8.8 13.1l8.2-6',
  wecom: 'M5 4.5h14v11h-7.5L7 19.5v-4H5zM9 10h.01M12 10h.01M15 10h.01',
  wechat: 'M9.5 4.5c-3.6 0-6.3 2.3-6.3 5.2 0 1.7.9 3.1 2.3 4l-.6 2 2.3-1.1M9.5 4.5c3.3 0 5.8 1.8 6.3 4.4M15 9.8c3.2 0 5.8 2.1 5.8 4.7 0 1.5-.8 2.8-2.1 3.6l.5 1.8-2.1-1a7.3 7.3 0 0 1-2.1.3c-3.2 0-5.8-2.1-5.8-4.7S11.8 9.8 15 9.8z',
  eye: 'M4 4l16 16M9.9 9.9a3 3 0 0 0 4.2 4.2M6.5 7C4.5 8.4 3 12 3 12s3 6 9 6a9 9 0 0 0 3.5-.7M10 6.2a9.5 9.5 0 0 1 2-.2c6 0 9 6 9 6a15 15 0 0 1-2.2 3',
  link: 'M9 7h8v8M17 7 7.5 16.5',
};

export function icon(name) {
  const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
  svg.setAttribute('viewBox', '0 0 24 24');
  svg.setAttribute('aria-hidden', 'true');
  svg.setAttribute('class', `icon icon-${name}`);
  const path = document.createElementNS('http://www.w3.org/2000/svg', 'path');
  path.setAttribute('d', PATHS[name]);
  svg.append(path);
  return svg;
}

// The company, its owners and its calendar live in one time zone.
const ZONE = 'Asia/Shanghai';

const format = (time, options) => new Intl.DateTimeFormat(locale(), { timeZone: ZONE, ...options }).format(time);

export const timeOfDay = (time) => format(time, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
export const dayAndWeekday = (time) => format(time, { month: 'long', day: 'numeric', weekday: 'short' });
export const fullDay = (time) => format(time, { year: 'numeric', month: 'long', day: 'numeric', weekday: 'long' });
/** The same for two times of one day. */
export const dayOf = (time) => new Intl.DateTimeFormat('en-CA', { timeZone: ZONE }).format(time);

export async function get(path) {
  return answerOf(await fetch(path, { headers: { accept: 'application/json' } }));
}

export async function post(path, body = {}) {
  return answerOf(await fetch(path, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  }));
}

async function answerOf(response) {
  const text = await response.text();
  let answer = {};
  try {
    answer = JSON.parse(text);
  } catch {
    answer = { error: text };
  }
  if (!response.ok) throw new Error(answer.error || `${response.status}`);
  return answer;
}

/** A file's bytes in base64. */
export function base64(blob) {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(reader.result.slice(reader.result.indexOf(',') + 1));
    reader.onerror = () => reject(reader.error);
    reader.readAsDataURL(blob);
  });
}

/** Opens the button's popup, closing it by a click elsewhere, Escape or a choice. */
export function popup(button, panel) {
  const close = (event) => {
    if (event?.type === 'keydown' && event.key !== 'Escape') return;
    if (event?.type === 'pointerdown' && (panel.contains(event.target) || button.contains(event.target))) return;
    panel.hidden = true;
    button.setAttribute('aria-expanded', 'false');
    document.removeEventListener('pointerdown', close);
    document.removeEventListener('keydown', close);
    if (event?.type === 'keydown') button.focus();
  };
  const open = () => {
    panel.hidden = false;
    button.setAttribute('aria-expanded', 'true');
    document.addEventListener('pointerdown', close);
    document.addEventListener('keydown', close);
    panel.querySelector('button')?.focus();
  };
  panel.hidden = true;
  button.setAttribute('aria-expanded', 'false');
  button.addEventListener('click', () => (panel.hidden ? open() : close()));
  panel.addEventListener('click', (event) => event.target.closest('button') && close());
  return { open, close };
}
