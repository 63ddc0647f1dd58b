// The movable clock in the top bar.

import { el, fullDay, post, timeOfDay } from './tools.js';
import { onLanguage, t } from './words.js';

const STEPS = [
  ['10m', 'step10m', { minutes: 10 }],
  ['1h', 'step1h', { hours: 1 }],
  ['1d', 'step1d', { days: 1 }],
  ['1wd', 'step1wd', 'next_working_day'],
  ['9', 'step9', 'next_nine'],
];

export class Clock {
  constructor() {
    this.face = document.getElementById('clock-now');
    this.day = document.getElementById('clock-day');
    this.working = document.getElementById('clock-working-day');
    this.buttons = STEPS.map(([name, words, step]) => el(
      'button',
      { type: 'button', class: 'plain', testid: `advance-${name}`, 'data-t': words, onclick: () => this.advance(step) },
    ));
    document.getElementById('clock-steps').append(...this.buttons);
    onLanguage(() => this.draw());
    setInterval(() => this.draw(), 1000);
  }

  /** What the server's clock shows; it runs on from there. */
  set({ now, working_day: workingDay }) {
    this.told = { now: new Date(now).getTime(), at: performance.now(), workingDay };
    this.draw();
  }

  draw() {
    if (!this.told) return;
    const now = new Date(this.told.now + performance.now() - this.told.at);
    this.face.textContent = timeOfDay(now);
    this.face.setAttribute('datetime', now.toISOString());
    this.day.textContent = fullDay(now);
    this.working.textContent = t(this.told.workingDay ? 'workingDay' : 'dayOff');
    this.working.classList.toggle('is-off', !this.told.workingDay);
  }

  async advance(step) {
    this.buttons.forEach((button) => {
      button.disabled = true;
    });
    try {
      this.set(await post('/api/clock', step));
    } catch (error) {
      this.day.textContent = error.message;
    }
    this.buttons.forEach((button) => {
      button.disabled = false;
    });
  }
}
