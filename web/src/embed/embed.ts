import { limits } from '../api/generated/limits';
import type { components } from '../api/generated/schema';
import { type Fields, blank, bodyOf } from '../features/report/draft';
import { type Wrong, check, maxAnswer } from '../features/report/rules';
import { newId } from '../shared/ids';
import { button, fill, label, make } from './dom';
import { Photos } from './photos';
import { style } from './style';
import { type Language, texts } from './texts';

type Service = components['schemas']['ServiceView'];
type Portal = components['schemas']['PortalView'];
type Answer = components['schemas']['FormAnswer'];

const bounds = limits.FormRequest;
const patience = 20_000;

/** About a metre. */
const decimals = 5;

/** Where this script came from is whom it speaks to. */
const home = new URL((document.currentScript as HTMLScriptElement).src).origin;

/**
 * <cleanfte-report tenant="..." lang="es">: the form on somebody else's page. The tenant is the one that the script's host
 * serves; where the attribute names another, nothing is sent to the wrong office.
 */
class CleanFteReport extends HTMLElement {
  private readonly root = this.attachShadow({ mode: 'open' });
  private sent?: { body: string; key: string };
  private services: Service[] = [];
  private portal!: Portal;
  private photos!: Photos;
  private place: Pick<Fields, 'latitude' | 'longitude'> = blank;
  private begun = false;

  connectedCallback() {
    // A page that moves the element must not empty what was typed.
    if (!this.begun) {
      this.begun = true;
      const sheet = new CSSStyleSheet();
      sheet.replaceSync(style);
      this.root.adoptedStyleSheets = [sheet];
      void this.start();
    }
  }

  private get language(): Language {
    const asked = [this.getAttribute('lang'), document.documentElement.lang, ...navigator.languages].map((l) => l?.slice(0, 2).toLowerCase());
    return (asked.find((l) => l && l in texts) ?? 'en') as Language;
  }

  private get texts() {
    return texts[this.language];
  }

  private async start() {
    try {
      [this.portal, this.services] = await Promise.all([ask<Portal>('/api/v1/portal'), ask<Service[]>('/api/v1/services')]);
    } catch {
      console.error(`cleanfte-report: ${home} cannot be reached from ${location.origin}; is it among its Cors__Origins?`);
      this.say(this.texts.cutOff, button(this.texts.retry, () => void this.start()));
      return;
    }

    const tenant = this.getAttribute('tenant');
    if (tenant && tenant !== this.portal.tenant) {
      console.error(`cleanfte-report: ${home} serves the tenant ${this.portal.tenant}, not ${tenant}.`);
      this.say(this.texts.closed);
    } else {
      this.draw();
    }
  }

  private say(text: string, ...more: HTMLElement[]) {
    this.root.replaceChildren(make('p', { role: 'alert' }, text), ...more);
  }

  private inLanguage<T>(by: Record<string, T>) {
    return by[this.language] ?? Object.values(by)[0];
  }

  private draw() {
    const t = this.texts;
    const reports = this.services.filter((s) => s.kind === 'report');
    const choices = (reports.length > 0 ? reports : this.services).filter((s) => s.code !== 'general')
      .map((s) => make('option', { value: s.code }, this.inLanguage(s.texts)?.name ?? s.code));
    const select = make('select', { name: 'category' }, make('option', { value: '' }, t.choose), ...choices, make('option', { value: 'general' }, t.other));
    const questions = make('div', { class: 'questions' });
    select.addEventListener('change', () => questions.replaceChildren(...this.questions(select.value)));
    this.photos = new Photos(t, this.portal.limits);
    this.place = blank;
    const form = make(
      'form', { novalidate: '' },
      make('h2', {}, t.title),
      label(t.about, select),
      questions,
      label(t.subject, make('input', { name: 'subject', maxlength: bounds.subject.max })),
      label(t.message, make('textarea', { name: 'message', rows: 4, maxlength: bounds.message.max })),
      label(t.address, make('input', { name: 'address', maxlength: limits.Place.address.max })),
      ...this.locator(),
      this.photos.field,
      label(t.name, make('input', { name: 'name', autocomplete: 'name', maxlength: bounds.name.max })),
      label(t.email, make('input', { name: 'email', type: 'email', autocomplete: 'email', maxlength: bounds.email.max })),
      make('p', { role: 'alert', class: 'told' }),
      make('button', { type: 'submit' }, t.send),
    );
    form.addEventListener('submit', (e) => {
      e.preventDefault();
      void this.submit(form);
    });
    this.root.replaceChildren(form);
  }

  /** The service's own questions. */
  private questions(code: string) {
    return this.stepsOf(code).map((step) => {
      const name = `answers.${step.name}`;
      const field = step.input === 'choice'
        ? make('select', { name }, make('option', { value: '' }, this.texts.choose), ...step.choices.map((c) => make('option', { value: c }, c)))
        : make('input', { name, type: step.input === 'date' ? 'date' : 'text', maxlength: maxAnswer });
      return label(this.inLanguage(step.texts)?.ask ?? step.name, field);
    });
  }

  private stepsOf(code: string) {
    return this.services.find((s) => s.code === code)?.steps ?? [];
  }

  /** The place by the browser, where it can tell it. */
  private locator(): HTMLElement[] {
    if (!('geolocation' in navigator)) {
      return [];
    }

    const t = this.texts;
    const told = make('small', { role: 'status' });
    const press = button(t.here, () => {
      if (this.place.latitude !== null) {
        this.place = blank;
        [told.textContent, press.textContent] = ['', t.here];
        return;
      }

      navigator.geolocation.getCurrentPosition(
        ({ coords }) => {
          this.place = { latitude: Number(coords.latitude.toFixed(decimals)), longitude: Number(coords.longitude.toFixed(decimals)) };
          [told.textContent, press.textContent] = [`${this.place.latitude}, ${this.place.longitude}`, t.forget];
        },
        () => { told.textContent = t.nowhere; },
        { enableHighAccuracy: true, timeout: patience },
      );
    });
    return [make('div', { class: 'place' }, press, told)];
  }

  private read(form: HTMLFormElement): Fields {
    const value = (name: string) => (form.elements.namedItem(name) as HTMLInputElement).value.trim();
    const category = value('category');
    return {
      ...blank, ...this.place, category, subject: value('subject'), message: value('message'), address: value('address'),
      name: value('name'), email: value('email'),
      answers: Object.fromEntries(this.stepsOf(category).map((s) => [s.name, value(`answers.${s.name}`)])),
    };
  }

  private async submit(form: HTMLFormElement) {
    const t = this.texts;
    const [press, told] = [form.querySelector<HTMLButtonElement>('[type=submit]')!, form.querySelector('.told')!];
    if (press.disabled) {
      return;
    }

    const fields = this.read(form);
    const wrongs = Object.entries(check(fields, this.stepsOf(fields.category))).map(([name, wrong]) => [name, this.word(name, fields, wrong)] as const);
    if (this.mark(form, Object.fromEntries(wrongs))) {
      told.textContent = t.wrong;
      return;
    }

    const body = JSON.stringify(bodyOf(fields));
    // The same words under the same key, until an answer says what became of them.
    this.sent = this.sent?.body === body ? this.sent : { body, key: newId() };
    [press.disabled, press.textContent, told.textContent] = [true, t.sending, ''];
    try {
      const response = await fetch(`${home}/api/v1/support/form`, {
        method: 'POST', body, signal: limit(),
        headers: { 'Content-Type': 'application/json', 'Idempotency-Key': this.sent.key },
      });
      if (response.ok) {
        this.sent = undefined;
        this.thank((await response.json()) as Answer);
        return;
      }

      const { errors = {} } = (await response.json().catch(() => ({}))) as { errors?: Record<string, unknown> };
      const named = Object.keys(errors).map((f) => (f.startsWith('location') ? 'address' : f));
      const marked = this.mark(form, Object.fromEntries(named.map((name) => [name, this.word(name, fields)])));
      told.textContent = response.status === 429 ? t.often : response.status >= 500 ? t.cut : marked ? t.wrong : t.refused;
    } catch {
      told.textContent = t.cut;
    }

    [press.disabled, press.textContent] = [false, t.send];
  }

  /** What is wrong with a field, in words. */
  private word(name: string, fields: Fields, wrong?: Wrong): string {
    const t = this.texts;
    const step = this.stepsOf(fields.category).find((s) => `answers.${s.name}` === name);
    return step ? (this.inLanguage(step.texts)?.wrong ?? t.check)
      : name === 'category' ? t.choose
      : name === 'email' ? t.emailWrong
      : wrong?.max !== undefined ? fill(t.range, { min: wrong.min ?? 0, max: wrong.max })
      : t.check;
  }

  /** Says at each field what is wrong with it, and leads to the first; whether there was any. */
  private mark(form: HTMLFormElement, wrongs: Record<string, string>): boolean {
    let first: HTMLElement | undefined;
    for (const field of form.querySelectorAll<HTMLElement>('[name]')) {
      const text = wrongs[field.getAttribute('name')!] ?? '';
      field.setAttribute('aria-invalid', String(text !== ''));
      field.parentElement!.querySelector('small')!.textContent = text;
      first ??= text ? field : undefined;
    }

    first?.focus();
    return first !== undefined;
  }

  private thank(ticket: Answer) {
    const t = this.texts;
    const again = make('button', { type: 'button' }, t.another);
    again.addEventListener('click', () => void this.start());
    const photos = this.photos.follow(`${home}/api/v1/tickets/${ticket.trackingNumber}/media`, ticket.accessCode);
    const done = make(
      'div', { class: 'done', role: 'status', tabindex: -1 },
      make('h2', {}, t.thanks), make('p', {}, t.number), make('output', {}, ticket.trackingNumber),
      ...(photos ? [photos] : []),
      make('h3', {}, t.next), make('ol', {}, ...t.steps.map((step) => make('li', {}, step))),
      make('a', { href: `${home}/track/${ticket.trackingNumber}#${ticket.accessCode}`, target: '_blank', rel: 'noopener' }, t.follow),
      again,
    );
    this.root.replaceChildren(done);
    done.focus();
    this.dispatchEvent(new CustomEvent('cleanfte-reported', { bubbles: true, detail: { trackingNumber: ticket.trackingNumber } }));
  }
}

function limit() {
  const over = new AbortController();
  setTimeout(() => over.abort(), patience);
  return over.signal;
}

async function ask<T>(path: string): Promise<T> {
  const response = await fetch(home + path, { signal: limit() });
  if (!response.ok) {
    throw new Error(String(response.status));
  }

  return (await response.json()) as T;
}

if (!customElements.get('cleanfte-report')) {
  customElements.define('cleanfte-report', CleanFteReport);
}
