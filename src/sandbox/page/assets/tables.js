// The drawer that shows what was written down: tables, rows, newest first.

import { el, get, icon } from './tools.js';
import { onLanguage, t } from './words.js';

const PAGE = 50;
const REFRESH_SECONDS = 3;

export class Tables {
  constructor() {
    this.drawer = document.getElementById('tables-drawer');
    this.toggle = document.getElementById('tables-toggle');
    this.words = el('span', { 'data-t': 'tables' });
    this.toggle.append(icon('table'), this.words);
    this.toggle.addEventListener('click', () => (this.drawer.hidden ? this.open() : this.close()));
    document.addEventListener('keydown', (event) => {
      if (event.key === 'Escape' && !this.drawer.hidden) this.close();
    });
    this.offset = 0;
    this.build();
    onLanguage(() => this.drawFoot());
  }

  build() {
    this.list = el('nav', { class: 'table-list', 'data-t-label': 'tables' });
    this.body = el('div', { class: 'table-body', tabindex: 0, testid: 'table-rows' });
    this.range = el('span', { testid: 'table-range' });
    const turn = (words, testid, by) => el(
      'button',
      { type: 'button', class: 'plain', testid, 'data-t': words, onclick: () => this.turn(by) },
    );
    this.newer = turn('newer', 'table-newer', -PAGE);
    this.older = turn('older', 'table-older', PAGE);
    this.heading = el('h3', {});
    const close = { type: 'button', class: 'round', 'data-t-label': 'close', testid: 'tables-close', onclick: () => this.close() };
    this.drawer.append(
      el('header', { class: 'drawer-title' }, el('h2', { 'data-t': 'tables' }), el('button', close, icon('close'))),
      el(
        'div',
        { class: 'drawer-main' },
        this.list,
        el(
          'div',
          { class: 'table-side' },
          el('div', { class: 'table-head' }, this.heading, el('small', { 'data-t': 'newestFirst' })),
          this.body,
          el('footer', { class: 'table-foot' }, this.range, this.newer, this.older),
        ),
      ),
    );
  }

  open() {
    this.drawer.hidden = false;
    this.toggle.setAttribute('aria-expanded', 'true');
    document.body.classList.add('with-drawer');
    this.refresh();
    this.timer = setInterval(() => this.refresh(), REFRESH_SECONDS * 1000);
    this.drawer.querySelector('button').focus();
  }

  close() {
    this.drawer.hidden = true;
    this.toggle.setAttribute('aria-expanded', 'false');
    document.body.classList.remove('with-drawer');
    clearInterval(this.timer);
    this.toggle.focus();
  }

  async refresh() {
    try {
      const { tables } = await get('/api/tables');
      this.tables = tables;
      this.table ??= tables.find((table) => table.rows > 0)?.name ?? tables[0]?.name;
      this.drawList();
      if (this.table) await this.loadRows();
    } catch (error) {
      this.body.replaceChildren(el('p', { class: 'hint' }, error.message));
    }
  }

  drawList() {
    const shown = JSON.stringify([this.tables, this.table]);
    if (shown === this.shownList) return;
    const before = new Map((this.listed ?? []).map((table) => [table.name, table.rows]));
    const focused = document.activeElement?.dataset?.testid;
    this.shownList = shown;
    this.listed = this.tables;
    this.list.replaceChildren(...this.tables.map(({ name, rows }) => el(
      'button',
      {
        type: 'button',
        class: `table-name${before.has(name) && before.get(name) !== rows ? ' grown' : ''}${rows === 0 ? ' is-empty' : ''}`,
        testid: `table-${name}`,
        'aria-current': name === this.table ? 'true' : undefined,
        onclick: () => this.choose(name),
      },
      el('span', {}, name),
      el('span', { class: 'count' }, String(rows)),
    )));
    if (focused?.startsWith('table-')) this.list.querySelector(`[data-testid="${focused}"]`)?.focus();
  }

  choose(name) {
    this.table = name;
    this.offset = 0;
    this.shownRows = undefined;
    this.refresh();
  }

  turn(by) {
    this.offset = Math.max(0, this.offset + by);
    this.loadRows();
  }

  async loadRows() {
    const asked = this.table;
    const answer = await get(`/api/tables/${encodeURIComponent(asked)}?offset=${this.offset}&limit=${PAGE}`);
    if (asked !== this.table) return;
    this.page = answer;
    this.drawFoot();
    const shown = JSON.stringify(answer);
    if (shown === this.shownRows) return;
    this.shownRows = shown;
    this.heading.textContent = this.table;
    this.body.replaceChildren(answer.rows.length ? this.grid(answer) : el('p', { class: 'hint', 'data-t': 'noRows' }));
  }

  drawFoot() {
    const all = this.tables?.find((table) => table.name === this.table)?.rows ?? 0;
    const count = this.page?.rows.length ?? 0;
    this.range.textContent = count ? t('range')(this.offset + 1, this.offset + count, all) : '';
    this.newer.disabled = this.offset === 0;
    this.older.disabled = this.offset + count >= all;
  }

  grid({ columns, rows }) {
    const head = el('thead', {}, el('tr', {}, ...columns.map((column) => el('th', { scope: 'col' }, column))));
    const body = el('tbody', {}, ...rows.map((row) => el('tr', {}, ...row.map(cell))));
    return el('table', { class: 'grid' }, head, body);
  }
}

// Long values are cut; a click shows them whole.
function cell(value) {
  if (value === null) return el('td', { class: 'is-null' }, '–');
  const text = el('td', {}, el('div', { class: 'value' }, value));
  if (/^-?\d+(\.\d+)?$/.test(value)) text.classList.add('is-number');
  if (value.length > 24) {
    text.classList.add('is-long');
    text.addEventListener('click', () => {
      text.classList.toggle('is-open');
      text.firstChild.textContent = text.classList.contains('is-open') ? spread(value) : value;
    });
  }
  return text;
}

function spread(value) {
  if (!/^[[{]/.test(value)) return value;
  try {
    return JSON.stringify(JSON.parse(value), null, 2);
  } catch {
    return value;
  }
}
