// The lower edge of a phone: writing, photos, the command menu, the keys a bot
// may put there, and Start for those who have not begun.

import { base64, el, icon, popup } from './tools.js';
import { sampleAlbum, samplePhoto } from './samples.js';

const MOST_PHOTOS = 10;
const TALLEST_INPUT = 120;
// Where the demo estate stands.
const PLACE = { latitude: 31.2304, longitude: 121.4737 };

// Words that each messenger has its own of.
const OWN_WORDS = ['start', 'startHint', 'block', 'unblock', 'blockedHint'];

/** Builds the composer of a phone; `act(deed, fields)` does things as that person. */
export class Composer {
  constructor(key, messenger, act, lastOwnMessage) {
    this.key = key;
    this.messenger = messenger;
    this.act = act;
    this.lastOwnMessage = lastOwnMessage;
    this.about = undefined;
    this.element = el('div', { class: 'foot' });
    this.element.append(this.buildKeys(), this.buildAbout(), this.buildForm(), this.buildGate());
  }

  buildKeys() {
    this.keys = el('div', { class: 'keys', hidden: true });
    return this.keys;
  }

  // What the next text will do: answer a message or replace one.
  buildAbout() {
    this.aboutTitle = el('strong', {});
    this.aboutText = el('span', {});
    const cancel = () => this.drop();
    this.aboutBar = el(
      'div',
      { class: 'about', hidden: true },
      el('div', {}, this.aboutTitle, this.aboutText),
      el('button', { type: 'button', class: 'round', 'data-t-label': 'cancel', onclick: cancel }, icon('close')),
    );
    return this.aboutBar;
  }

  buildForm() {
    this.input = el('textarea', {
      rows: 1,
      class: 'input',
      testid: `input-${this.key}`,
      'data-t-placeholder': 'placeholder',
      'data-t-label': 'placeholder',
      oninput: () => this.grow(),
      onkeydown: (event) => this.keyDown(event),
    });
    this.form = el(
      'form',
      {
        class: 'composer',
        testid: `composer-${this.key}`,
        onsubmit: (event) => {
          event.preventDefault();
          this.send();
        },
      },
      // Customer service has no menu of its own.
      this.messenger !== 'wechat' && this.buildMenu(),
      this.input,
      this.buildAttach(),
      el(
        'button',
        { type: 'submit', class: 'round send', 'data-t-label': 'send', testid: `send-${this.key}` },
        icon('send'),
      ),
    );
    return this.form;
  }

  buildMenu() {
    const words = this.messenger === 'wecom' ? 'appMenu' : 'menu';
    const attributes = { type: 'button', class: 'round slash', 'data-t-label': words, testid: `menu-${this.key}` };
    const button = el('button', attributes, this.messenger === 'wecom' ? icon('menu') : '/');
    this.menuPanel = el('div', { class: 'popup popup-menu', role: 'menu', testid: `commands-${this.key}` });
    popup(button, this.menuPanel);
    return el('div', { class: 'popup-home' }, button, this.menuPanel);
  }

  buildAttach() {
    const attributes = { type: 'button', class: 'round', 'data-t-label': 'attach', testid: `attach-${this.key}` };
    const button = el('button', attributes, icon('clip'));
    this.files = el('input', {
      type: 'file',
      multiple: true,
      // The application is told of pictures, not of other files.
      accept: this.messenger === 'wecom' && 'image/jpeg,image/png',
      hidden: true,
      testid: `files-${this.key}`,
      onchange: () => this.sendFiles(),
    });
    const panel = el(
      'div',
      { class: 'popup popup-attach', role: 'menu' },
      this.choice('photo', 'samplePhoto', 'sample-photo', async () => this.sendPhotos([await samplePhoto()])),
      this.choice('photos', 'sampleAlbum', 'sample-album', async () => this.sendPhotos(await sampleAlbum())),
      this.choice('file', this.messenger === 'wecom' ? 'choosePhotos' : 'chooseFiles', 'choose-files', () => this.files.click()),
      this.choice('pin', 'sendLocation', 'send-location', () => this.act('location', PLACE)),
      this.messenger === 'telegram'
        && this.choice('phone', 'sendContact', 'send-contact', () => this.sendContact()),
    );
    popup(button, panel);
    return el('div', { class: 'popup-home' }, button, panel, this.files);
  }

  choice(image, words, testid, onclick) {
    const attributes = { type: 'button', role: 'menuitem', testid: `${testid}-${this.key}`, onclick };
    return el('button', attributes, icon(image), el('span', { 'data-t': words }));
  }

  // Stands in place of the composer before Start and while the bot is blocked.
  buildGate() {
    this.gateHint = el('p', {});
    this.gateButton = el('button', { type: 'button', class: 'strong', onclick: () => this.openGate() });
    this.gate = el('div', { class: 'gate', hidden: true }, this.gateHint, this.gateButton);
    return this.gate;
  }

  openGate() {
    if (this.person.blocked) this.act('unblock');
    else this.act('start', this.person.code ? { code: this.person.code } : {});
  }

  /** Brings everything up to what the server says of this person. */
  update(person) {
    this.person = person;
    const closed = !person.started || person.blocked;
    this.gate.hidden = !closed;
    this.form.hidden = closed;
    this.say(this.gateHint, this.words(person.blocked ? 'blockedHint' : 'startHint'));
    this.say(this.gateButton, this.words(person.blocked ? 'unblock' : 'start'));
    this.gateButton.dataset.testid = `${person.blocked ? 'unblock' : 'start'}-${this.key}`;
    if (this.messenger === 'wecom') this.showMenu(person.menu);
    else if (this.messenger === 'telegram') this.showCommands(person.commands);
    this.showKeys(closed ? [] : person.keys);
  }

  say(element, key) {
    if (element.dataset.t === key) return;
    element.dataset.t = key;
    element.textContent = el('span', { 'data-t': key }).textContent;
  }

  showCommands(commands) {
    const shown = JSON.stringify(commands);
    if (shown === this.shownCommands) return;
    this.shownCommands = shown;
    const items = commands.map(({ command, description }) => el(
      'button',
      {
        type: 'button',
        role: 'menuitem',
        testid: `command-${this.key}-${command}`,
        onclick: () => this.act('say', { text: `/${command}` }),
      },
      el('b', {}, `/${command}`),
      el('span', {}, description),
    ));
    const none = el('p', { class: 'hint', 'data-t': 'noCommands' });
    this.menuPanel.replaceChildren(...(items.length ? items : [none]));
  }

  // The bar of the application with what opens above each of its buttons.
  showMenu(items) {
    const shown = JSON.stringify(items);
    if (shown === this.shownMenu) return;
    this.shownMenu = shown;
    const entries = items.flatMap((item, place) => {
      const heads = item.under && item.under !== items[place - 1]?.under;
      const onclick = () => this.act('menu', { data: item.key ?? item.name });
      const attributes = { type: 'button', role: 'menuitem', testid: `menu-${this.key}-${item.key}`, onclick };
      return [heads && el('h3', {}, item.under), el('button', attributes, item.name)].filter(Boolean);
    });
    const none = el('p', { class: 'hint', 'data-t': 'noCommands' });
    this.menuPanel.replaceChildren(...(entries.length ? entries : [none]));
  }

  /** The key of words of which a messenger may have its own. */
  words(key) {
    return this.messenger !== 'telegram' && OWN_WORDS.includes(key) ? `${key}_${this.messenger}` : key;
  }

  showKeys(rows) {
    const shown = JSON.stringify(rows);
    if (shown === this.shownKeys) return;
    this.shownKeys = shown;
    this.keys.hidden = rows.length === 0;
    this.keys.replaceChildren(...rows.map((row) => el('div', { class: 'keyboard-row' }, ...row.map((key) => el(
      'button',
      { type: 'button', class: 'key', testid: `key-${this.key}-${key.text}`, onclick: () => this.pressKey(key) },
      key.text,
    )))));
  }

  pressKey(key) {
    if (key.request_contact) this.sendContact();
    else if (key.request_location) this.act('location', PLACE);
    else this.act('say', { text: key.text });
  }

  keyDown(event) {
    // While a Chinese word is being composed, Enter belongs to the input method.
    if (event.isComposing) return;
    if (event.key === 'Enter' && !event.shiftKey) {
      event.preventDefault();
      this.send();
    } else if (event.key === 'Escape') {
      this.drop();
    } else if (event.key === 'ArrowUp' && this.input.value === '') {
      event.preventDefault();
      this.editLast();
    }
  }

  grow() {
    const { style } = this.input;
    style.height = 'auto';
    // The border is not part of what the text needs.
    const wanted = this.input.scrollHeight + 2;
    style.height = `${Math.min(wanted, TALLEST_INPUT)}px`;
    style.overflowY = wanted > TALLEST_INPUT ? 'auto' : 'hidden';
  }

  async send() {
    const text = this.input.value.trim();
    if (!text) return;
    const { about } = this;
    this.input.value = '';
    this.grow();
    this.drop();
    if (about?.deed === 'edit') await this.act('edit', { message_id: about.id, text });
    else await this.act('say', { text, reply_to: about?.id });
  }

  /** The next text answers this message. */
  replyTo(message, text) {
    this.setAbout({ deed: 'say', id: message.message_id }, 'replying', text);
  }

  /** Whether there was something to edit. */
  editLast() {
    // What was said on WeChat stays said.
    const message = this.messenger === 'telegram' && this.lastOwnMessage();
    if (!message) return false;
    this.setAbout({ deed: 'edit', id: message.message_id }, 'editing', message.text);
    this.input.value = message.text;
    this.grow();
    return true;
  }

  setAbout(about, title, text) {
    this.about = about;
    this.say(this.aboutTitle, title);
    this.aboutText.textContent = text;
    this.aboutBar.hidden = false;
    this.input.focus();
  }

  drop() {
    if (this.about?.deed === 'edit') this.input.value = '';
    this.about = undefined;
    this.aboutBar.hidden = true;
    this.grow();
  }

  // What stands in the input goes along as the caption.
  async sendPhotos(blobs) {
    const text = this.input.value.trim();
    this.input.value = '';
    this.grow();
    const photos = await Promise.all(blobs.map(base64));
    await this.act('photos', { photos, text });
  }

  async sendFiles() {
    const files = [...this.files.files];
    this.files.value = '';
    const pictures = files.filter((file) => /^image\/(jpeg|png|webp)$/.test(file.type));
    for (let from = 0; from < pictures.length; from += MOST_PHOTOS) {
      await this.sendPhotos(pictures.slice(from, from + MOST_PHOTOS));
    }
    for (const file of files.filter((other) => !pictures.includes(other))) {
      await this.act('file', { photos: [await base64(file)], name: file.name, mime: file.type });
    }
  }

  sendContact() {
    // Made of the person's number in the messenger, so that it stays the same.
    const digits = String(this.person.user_id).padStart(8, '0').slice(-8);
    return this.act('contact', { phone: `+86139${digits}` });
  }
}
