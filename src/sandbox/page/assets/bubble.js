// One bubble in a chat: text, photos, other content, buttons. Albums are one bubble.

import { el, icon, timeOfDay } from './tools.js';
import { t } from './words.js';

/**
 * Draws the messages of one bubble: a single one, or the items of an album.
 * `phone` gives its key, its messages, and what a tap and a reply do.
 */
export function bubble(phone, messages) {
  const standing = messages.filter((message) => !message.deleted);
  if (standing.length === 0) return undefined;
  const [first] = standing;
  const worded = standing.find((message) => message.text) ?? first;
  const { grey } = worded;
  const onTelegram = phone.messenger === 'telegram';
  const buttons = standing.flatMap((message) => message.buttons.map((row) => ({ message, row })));
  return el(
    'article',
    {
      class: `message ${first.from_bot ? 'from-bot' : 'from-user'}${buttons.length || grey ? ' is-card' : ''}`,
      testid: `message-${phone.key}-${first.message_id}`,
      'data-from': first.from_bot ? 'bot' : 'user',
    },
    el(
      'div',
      { class: 'bubble' },
      quote(phone, first),
      photos(standing),
      attachment(worded),
      words(worded),
      stamp(standing, onTelegram),
      onTelegram && replyButton(phone, first),
    ),
    buttons.length > 0 && keyboard(phone, buttons),
    grey && el('div', { class: 'keyboard settled' }, el('div', { class: 'key', 'aria-disabled': 'true' }, grey)),
  );
}

/** The text as a phone shows it: without the code that a link put behind Start. */
export function shownText(message) {
  return !message.from_bot && message.text.startsWith('/start ') ? '/start' : message.text;
}

function quote(phone, message) {
  const target = message.reply_to && phone.message(message.reply_to);
  if (!target) return undefined;
  return el('div', { class: 'quote' }, shownText(target) || t('photo'));
}

function photos(messages) {
  const ids = messages.flatMap((message) => message.photos);
  if (ids.length === 0) return undefined;
  const thumbs = ids.map((id) => el(
    'button',
    { type: 'button', class: 'thumb', 'data-t-label': 'photo', 'data-photo': id },
    el('img', { src: `/api/files/${id}`, alt: t('photo'), loading: 'lazy' }),
  ));
  return el('div', { class: `photos photos-${Math.min(ids.length, 4)}` }, ...thumbs);
}

function attachment({ attachment: held }) {
  if (!held) return undefined;
  const line = (name, ...content) => el('div', { class: 'attachment' }, icon(name), ...content);
  switch (held.kind) {
    case 'document': {
      const link = { href: `/api/files/${held.file_id}`, download: held.name };
      return line('file', el('a', link, held.name || held.mime));
    }
    case 'voice':
      return line('voice', el('span', {}, `${t('voice')} 0:${String(held.seconds).padStart(2, '0')}`));
    case 'location':
      return line('pin', el('span', {}, `${t('location')} ${held.latitude.toFixed(4)}, ${held.longitude.toFixed(4)}`));
    case 'contact':
      return line('phone', el('span', {}, `${held.first_name} ${held.phone}`));
    default:
      return line('file', el('span', {}, held.fields.join(', ')));
  }
}

function words(message) {
  if (!message.text) return undefined;
  const holder = el('div', { class: 'words' });
  if (shownText(message) !== message.text) {
    holder.textContent = shownText(message);
    return holder;
  }
  // The server builds this HTML from its own handful of tags and escapes the rest.
  holder.innerHTML = message.html;
  for (const block of holder.querySelectorAll('blockquote, pre')) {
    // A block ends its line by itself; the newline after it would add an empty one.
    const after = block.nextSibling;
    if (after?.nodeType === Node.TEXT_NODE) after.data = after.data.replace(/^\n/, '');
  }
  for (const link of holder.querySelectorAll('a')) {
    link.target = '_blank';
    link.rel = 'noreferrer noopener';
  }
  return holder;
}

function stamp(messages, onTelegram) {
  const last = messages[messages.length - 1];
  // Only Telegram says so; elsewhere a card looks as if it had always been like this.
  const edited = onTelegram && messages.some((message) => message.edited_times > 0);
  return el(
    'div',
    { class: 'stamp' },
    edited && el('span', { 'data-t': 'edited' }),
    el('time', { datetime: last.sent_at }, timeOfDay(new Date(last.sent_at))),
  );
}

function replyButton(phone, message) {
  const reply = () => phone.replyTo(message);
  return el('button', { type: 'button', class: 'reply', 'data-t-label': 'reply', onclick: reply }, icon('reply'));
}

function keyboard(phone, rows) {
  return el(
    'div',
    { class: 'keyboard' },
    ...rows.map(({ message, row }, rowIndex) => el(
      'div',
      { class: 'keyboard-row' },
      ...row.map((button, column) => key(phone, message, button, `${rowIndex}-${column}`)),
    )),
  );
}

function key(phone, message, button, place) {
  const testid = `button-${phone.key}-${message.message_id}-${place}`;
  if (button.url) {
    const link = { href: button.url, target: '_blank', rel: 'noreferrer noopener', class: 'key', testid };
    return el('a', link, button.text, icon('link'));
  }
  const element = el('button', { type: 'button', class: 'key', testid, 'data-data': button.data }, button.text);
  element.addEventListener('click', async () => {
    if (element.getAttribute('aria-busy') === 'true') return;
    element.setAttribute('aria-busy', 'true');
    await phone.tap(message, button);
    element.removeAttribute('aria-busy');
  });
  return element;
}
