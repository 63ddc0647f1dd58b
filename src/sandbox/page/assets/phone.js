// One phone: title, chat, composer, and what pops up over them.

import { bubble, shownText } from './bubble.js';
import { Composer } from './composer.js';
import { dayAndWeekday, dayOf, el, icon, popup, post } from './tools.js';
import { isChinese, onLanguage, t } from './words.js';

const TOAST_SECONDS = 4;
const NEAR_BOTTOM = 90;
const COLOURS = 8;

export class Phone {
  /** `onSeen` is called whenever the number of unread messages may have changed. */
  constructor(person, index, { onHide, onSeen, seenUpTo }) {
    this.key = person.key;
    this.messenger = person.messenger;
    this.colour = index % COLOURS;
    this.messages = new Map();
    this.entries = new Map();
    this.onSeen = onSeen;
    this.seenUpTo = seenUpTo;
    this.onScreen = false;
    this.stays = true;
    this.build(person, onHide);
    onLanguage(() => this.nameThings());
  }

  build(person, onHide) {
    this.person = person;
    this.name = el('h2', {}, person.name);
    this.role = el('p', {});
    const act = (deed, fields) => this.act(deed, fields);
    this.composer = new Composer(this.key, this.messenger, act, () => this.lastOwnMessage());
    this.chat = el('div', {
      class: 'chat',
      role: 'log',
      tabindex: 0,
      testid: `chat-${this.key}`,
      onscroll: () => this.scrolled(),
    });
    this.fresh = el(
      'button',
      { type: 'button', class: 'round to-bottom', 'data-t-label': 'newMessages', hidden: true, onclick: () => this.toBottom() },
      icon('down'),
    );
    this.toastLine = el('div', { class: 'toast', role: 'status', testid: `toast-${this.key}`, hidden: true });
    this.element = el(
      'section',
      { class: 'phone', testid: `phone-${this.key}`, 'data-messenger': this.messenger },
      el('div', { class: 'messenger' }, icon(this.messenger), el('span', { 'data-t': this.messenger })),
      this.buildTitle(onHide),
      el('div', { class: 'screen' }, this.chat, this.fresh, this.toastLine, this.buildAlert()),
      this.composer.element,
    );
    this.watchScreen();
  }

  buildTitle(onHide) {
    const more = { type: 'button', class: 'round', 'data-t-label': 'more', testid: `more-${this.key}` };
    const button = el('button', more, icon('more'));
    const item = (image, words, testid, onclick) => el(
      'button',
      { type: 'button', role: 'menuitem', testid: `${testid}-${this.key}`, onclick },
      icon(image),
      el('span', { 'data-t': words }),
    );
    this.blockItem = item('stop', this.words('block'), 'block', () => this.act(this.person.blocked ? 'unblock' : 'block'));
    const panel = el(
      'div',
      { class: 'popup popup-more', role: 'menu' },
      this.messenger === 'telegram'
        && item('pen', 'editLast', 'edit-last', () => this.composer.editLast() || this.toast(t('nothingToEdit'))),
      // Nobody blocks the chat of a customer service.
      this.messenger !== 'wechat' && this.blockItem,
      item('eye', 'hide', 'hide', onHide),
    );
    popup(button, panel);
    const avatar = el('span', { class: `avatar tint-${this.colour}`, 'aria-hidden': 'true' }, initial(this.person.name));
    return el(
      'header',
      { class: 'title' },
      avatar,
      el('div', { class: 'title-words' }, this.name, this.role),
      el('div', { class: 'popup-home' }, button, panel),
    );
  }

  buildAlert() {
    this.alertText = el('p', {});
    const close = () => {
      this.alertBox.hidden = true;
    };
    this.alertButton = el(
      'button',
      { type: 'button', class: 'strong', 'data-t': 'ok', testid: `alert-ok-${this.key}`, onclick: close },
    );
    this.alertBox = el(
      'div',
      {
        class: 'alert',
        role: 'alertdialog',
        testid: `alert-${this.key}`,
        hidden: true,
        onkeydown: (event) => event.key === 'Escape' && close(),
      },
      el('div', { class: 'alert-box' }, this.alertText, this.alertButton),
    );
    return this.alertBox;
  }

  watchScreen() {
    const watcher = new IntersectionObserver(([entry]) => {
      this.onScreen = entry.intersectionRatio > 0.5;
      this.markSeen();
    }, { threshold: [0, 0.6] });
    watcher.observe(this.element);
    // A growing composer must not push the newest message out of sight.
    new ResizeObserver(() => this.stays && this.toBottom()).observe(this.chat);
  }

  nameThings() {
    this.role.textContent = isChinese() ? this.person.role_zh : this.person.role_en;
    const words = `${this.person.name}, ${this.role.textContent}, ${t(this.messenger)}`;
    this.element.setAttribute('aria-label', words);
    this.chat.setAttribute('aria-label', words);
    this.entries.forEach((entry) => this.draw(entry, false));
  }

  /** The key of words that differ between the messengers. */
  words(key) {
    return this.composer.words(key);
  }

  message(id) {
    return this.messages.get(id);
  }

  lastOwnMessage() {
    return [...this.messages.values()]
      .filter((message) => !message.from_bot && !message.deleted && message.text && !message.text.startsWith('/start'))
      .pop();
  }

  /** Takes in what the server says: the person's standing and changed messages. */
  update(person) {
    const { messages, ...rest } = person;
    this.person = rest;
    this.name.textContent = rest.name;
    this.element.classList.toggle('is-blocked', rest.blocked);
    this.composer.update(rest);
    this.composer.say(this.blockItem.querySelector('span'), this.words(rest.blocked ? 'unblock' : 'block'));
    this.blockItem.disabled = !rest.started;
    if (messages.length > 0) this.take(messages);
  }

  take(messages) {
    const wasAtBottom = this.atBottom();
    const touched = new Set();
    let own = false;
    for (const message of messages) {
      own ||= !message.from_bot && !this.messages.has(message.message_id);
      this.messages.set(message.message_id, message);
      touched.add(this.entryOf(message));
    }
    touched.forEach((entry) => this.draw(entry, true));
    if (wasAtBottom || own) this.toBottom();
    else this.fresh.hidden = false;
    this.markSeen();
  }

  // An album is one entry, every other message its own.
  entryOf(message) {
    const name = message.album ?? message.message_id;
    if (!this.entries.has(name)) {
      const last = [...this.entries.values()].pop();
      const day = dayOf(new Date(message.sent_at));
      const entry = { ids: [], element: el('div', { class: 'entry' }), day, newDay: last?.day !== day };
      this.entries.set(name, entry);
      this.chat.append(entry.element);
    }
    const entry = this.entries.get(name);
    if (!entry.ids.includes(message.message_id)) entry.ids.push(message.message_id);
    return entry;
  }

  draw(entry, isNews) {
    const messages = entry.ids.map((id) => this.messages.get(id));
    const day = entry.newDay && el('div', { class: 'day' }, dayAndWeekday(new Date(messages[0].sent_at)));
    const drawn = bubble(this, messages);
    const again = isNews && entry.element.childElementCount > 0;
    entry.element.replaceChildren(...[day, drawn].filter(Boolean));
    entry.element.classList.toggle('changed', again && messages[0].from_bot);
  }

  /** Does something as this person; a refusal is shown on the phone. */
  async act(deed, fields = {}) {
    try {
      return await post(`/api/phones/${this.key}/${deed}`, fields);
    } catch (error) {
      this.toast(error.message);
      return undefined;
    }
  }

  async tap(message, button) {
    const answer = await this.act('tap', { message_id: message.message_id, data: button.data });
    // Only Telegram waits for an answer and pops it up.
    if (answer === undefined || this.messenger !== 'telegram') return;
    if (!answer.answer) this.toast(t('noAnswer'));
    else if (answer.answer.alert && answer.answer.text) this.alert(answer.answer.text);
    else if (answer.answer.text) this.toast(answer.answer.text);
  }

  replyTo(message) {
    this.composer.replyTo(message, shownText(message));
  }

  toast(text) {
    this.toastLine.textContent = text;
    this.toastLine.hidden = false;
    clearTimeout(this.toastTimer);
    this.toastTimer = setTimeout(() => {
      this.toastLine.hidden = true;
    }, TOAST_SECONDS * 1000);
  }

  alert(text) {
    this.alertText.textContent = text;
    this.alertBox.hidden = false;
    // Whoever is writing on another phone keeps the keyboard.
    const { activeElement } = document;
    if (activeElement === document.body || this.element.contains(activeElement)) this.alertButton.focus();
  }

  atBottom() {
    return this.chat.scrollHeight - this.chat.scrollTop - this.chat.clientHeight < NEAR_BOTTOM;
  }

  toBottom() {
    this.chat.scrollTop = this.chat.scrollHeight;
    this.fresh.hidden = true;
    this.stays = true;
  }

  scrolled() {
    this.stays = this.atBottom();
    if (this.stays) {
      this.fresh.hidden = true;
      this.markSeen();
    }
  }

  markSeen() {
    if (this.onScreen && document.visibilityState === 'visible' && this.atBottom()) {
      this.seenUpTo = Math.max(this.seenUpTo, ...this.messages.keys());
    }
    this.onSeen(this);
  }

  unread() {
    return [...this.messages.values()]
      .filter((message) => message.from_bot && !message.deleted && message.message_id > this.seenUpTo).length;
  }
}

/** What stands on a person's round picture: the surname, or the first letter. */
export function initial(name) {
  return [...name.trim()][0] ?? '·';
}
