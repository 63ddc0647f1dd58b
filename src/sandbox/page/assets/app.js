// Puts the page together and keeps it up to date by asking, and waiting, for changes.

import { Clock } from './clock.js';
import { Phone, initial } from './phone.js';
import { Tables } from './tables.js';
import { el, get, icon } from './tools.js';
import { isChinese, onLanguage, t, toggleLanguage, translate } from './words.js';

const KEPT_SHOWN = 'sandbox.shown';
const KEPT_SEEN = 'sandbox.seen';
const PHONE_WIDTH = 372;
const RETRY_SECONDS = 1;

const place = document.getElementById('phones');
const people = document.getElementById('people');
const connection = document.getElementById('connection');
const phones = new Map();
const chips = new Map();
let world = '';
let revision = 0;
let wecomRevision = 0;
let shown = readKept(KEPT_SHOWN);
let seen = {};

translate(document);
const clock = new Clock();
new Tables();
setUpLanguage();
setUpLightbox();
follow();

function readKept(name) {
  try {
    return JSON.parse(localStorage.getItem(name)) ?? undefined;
  } catch {
    return undefined;
  }
}

function setUpLanguage() {
  const button = document.getElementById('language-toggle');
  button.addEventListener('click', toggleLanguage);
  onLanguage(() => {
    button.textContent = t('otherLanguage');
    document.title = `${document.getElementById('bot-name').textContent} · ${t('title')}`;
    chips.forEach((chip) => chip.name());
  });
}

function setUpLightbox() {
  const box = document.getElementById('lightbox');
  const photo = document.getElementById('lightbox-photo');
  document.getElementById('lightbox-close').append(icon('close'));
  place.addEventListener('click', (event) => {
    const thumb = event.target.closest('[data-photo]');
    if (!thumb) return;
    photo.src = `/api/files/${thumb.dataset.photo}`;
    photo.alt = t('photo');
    box.showModal();
  });
  box.addEventListener('click', () => box.close());
}

/** Asks for changes for ever. */
async function follow() {
  for (;;) {
    try {
      const query = new URLSearchParams({ since: revision, wecom_since: wecomRevision, world });
      take(await get(`/api/state?${query}`));
      connection.hidden = true;
    } catch {
      connection.textContent = t('lost');
      connection.hidden = false;
      await new Promise((resolve) => setTimeout(resolve, RETRY_SECONDS * 1000));
    }
  }
}

function take(state) {
  if (world && state.world !== world) {
    // The sandbox was started anew; nothing on this page is true any more.
    location.reload();
    return;
  }
  if (!world) begin(state);
  revision = state.revision;
  wecomRevision = state.wecom_revision;
  clock.set(state);
  state.phones.forEach((person, index) => {
    if (!phones.has(person.key)) addPhone(person, index);
    phones.get(person.key).update(person);
  });
}

function begin(state) {
  world = state.world;
  const kept = readKept(KEPT_SEEN);
  seen = kept?.world === world ? kept.upTo : {};
  document.getElementById('bot-name').textContent = state.bot;
  document.title = `${state.bot} · ${t('title')}`;
  const keys = state.phones.map((person) => person.key);
  shown = shown?.filter((key) => keys.includes(key));
  if (!shown?.length) {
    const fitting = Math.max(1, Math.floor((window.innerWidth - 24) / PHONE_WIDTH));
    shown = keys.slice(0, fitting);
  }
}

function addPhone(person, index) {
  const phone = new Phone(person, index, {
    onHide: () => show(person.key, false),
    onSeen: remember,
    seenUpTo: seen[person.key] ?? 0,
  });
  phones.set(person.key, phone);
  phone.element.hidden = !shown.includes(person.key);
  place.append(phone.element);
  const chip = makeChip(phone);
  chips.set(person.key, chip);
  people.append(chip.element);
  chip.draw();
}

function makeChip(phone) {
  const badge = el('span', { class: 'badge', testid: `unread-${phone.key}`, hidden: true });
  const role = el('small', {});
  const element = el(
    'button',
    {
      type: 'button',
      class: 'chip',
      'data-messenger': phone.person.messenger,
      testid: `chip-${phone.key}`,
      onclick: () => pick(phone),
    },
    el('span', { class: `avatar small tint-${phone.colour}`, 'aria-hidden': 'true' }, initial(phone.person.name)),
    el('span', { class: 'chip-words' }, phone.person.name, role),
    badge,
  );
  const chip = {
    element,
    name() {
      role.textContent = isChinese() ? phone.person.role_zh : phone.person.role_en;
      element.title = `${t(phone.person.messenger)} · ${t('show')}`;
      chip.draw();
    },
    draw() {
      const unread = phone.unread();
      badge.hidden = unread === 0;
      badge.textContent = unread > 99 ? '99+' : String(unread);
      badge.setAttribute('aria-label', `${unread} ${t('unread')}`);
      element.setAttribute('aria-pressed', String(!phone.element.hidden));
    },
  };
  chip.name();
  return chip;
}

/** A chip brings its phone to the eye; if it is there already, puts it away. */
function pick(phone) {
  if (phone.element.hidden || !phone.onScreen) show(phone.key, true);
  else show(phone.key, false);
}

function show(key, visible) {
  const phone = phones.get(key);
  phone.element.hidden = !visible;
  shown = [...phones.keys()].filter((other) => !phones.get(other).element.hidden);
  localStorage.setItem(KEPT_SHOWN, JSON.stringify(shown));
  place.dataset.empty = shown.length ? '' : t('noPhones');
  if (visible) {
    phone.toBottom();
    phone.element.scrollIntoView({ behavior: 'smooth', inline: 'center', block: 'nearest' });
  }
  chips.get(key).draw();
}

function remember(phone) {
  chips.get(phone.key)?.draw();
  if (seen[phone.key] === phone.seenUpTo) return;
  seen[phone.key] = phone.seenUpTo;
  localStorage.setItem(KEPT_SEEN, JSON.stringify({ world, upTo: seen }));
}

document.addEventListener('visibilitychange', () => phones.forEach((phone) => phone.markSeen()));
