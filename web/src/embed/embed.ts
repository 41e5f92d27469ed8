import { limits } from '../api/generated/limits';
import type { components } from '../api/generated/schema';
import { newId } from '../shared/ids';
import { style } from './style';
import { type Language, texts } from './texts';

type Service = components['schemas']['ServiceView'];
type Portal = components['schemas']['PortalView'];
type Answer = components['schemas']['FormAnswer'];

const bounds = limits.FormRequest;
const patience = 20_000;

/** Where this script came from is whom it speaks to. */
const home = new URL((document.currentScript as HTMLScriptElement).src).origin;

/**
 * <cleanfte-report tenant="..." lang="es">: the form on somebody else's page. The tenant is the one that the script's host
 * serves; where the attribute names another, nothing is sent to the wrong office.
 */
class CleanFteReport extends HTMLElement {
  private readonly root = this.attachShadow({ mode: 'open' });
  private sent?: { body: string; key: string };

  connectedCallback() {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(style);
    this.root.adoptedStyleSheets = [sheet];
    void this.start();
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
      const [portal, services] = await Promise.all([ask<Portal>('/api/v1/portal'), ask<Service[]>('/api/v1/services')]);
      const tenant = this.getAttribute('tenant');
      if (tenant && tenant !== portal.tenant) {
        console.error(`cleanfte-report: ${home} serves the tenant ${portal.tenant}, not ${tenant}.`);
        this.say(this.texts.closed);
        return;
      }

      this.draw(services);
    } catch {
      console.error(`cleanfte-report: ${home} cannot be reached from ${location.origin}; is it among its Cors__Origins?`);
      this.say(this.texts.closed);
    }
  }

  private say(text: string) {
    this.root.replaceChildren(make('p', { role: 'alert' }, text));
  }

  private draw(services: Service[]) {
    const t = this.texts;
    const reports = services.filter((s) => s.kind === 'report' && s.code !== 'general');
    const choices = (reports.length > 0 ? reports : services).map((s) =>
      make('option', { value: s.code }, (s.texts[this.language] ?? Object.values(s.texts)[0])?.name ?? s.code));
    const select = make('select', { name: 'category' }, make('option', { value: '' }, t.choose), ...choices, make('option', { value: 'general' }, t.other));
    const form = make(
      'form', { novalidate: '' },
      make('h2', {}, t.title),
      label(t.about, select),
      label(t.subject, make('input', { name: 'subject', maxlength: bounds.subject.max })),
      label(t.message, make('textarea', { name: 'message', rows: 4, maxlength: bounds.message.max })),
      label(t.address, make('input', { name: 'address', maxlength: limits.Place.address.max })),
      label(t.name, make('input', { name: 'name', autocomplete: 'name', maxlength: bounds.name.max })),
      label(t.email, make('input', { name: 'email', type: 'email', autocomplete: 'email', maxlength: bounds.email.max })),
      make('p', { role: 'alert' }),
      make('button', { type: 'submit' }, t.send),
    );
    form.addEventListener('submit', (e) => {
      e.preventDefault();
      void this.submit(form);
    });
    this.root.replaceChildren(form);
  }

  private async submit(form: HTMLFormElement) {
    const t = this.texts;
    const [button, told] = [form.querySelector('button')!, form.querySelector('[role=alert]')!];
    const field = (name: string) => form.elements.namedItem(name) as HTMLInputElement;
    const value = (name: string) => field(name).value.trim();
    if (button.disabled || !this.check(form, value)) {
      told.textContent = t.wrong;
      return;
    }

    const body = JSON.stringify({
      category: value('category'), subject: value('subject'), message: value('message'), name: value('name'), email: value('email'),
      location: value('address') ? { address: value('address') } : null,
    });
    // The same words under the same key, until an answer says what became of them.
    this.sent = this.sent?.body === body ? this.sent : { body, key: newId() };
    [button.disabled, button.textContent, told.textContent] = [true, t.sending, ''];
    try {
      const response = await fetch(`${home}/api/v1/support/form`, {
        method: 'POST', body, signal: AbortSignal.timeout(patience),
        headers: { 'Content-Type': 'application/json', 'Idempotency-Key': this.sent.key },
      });
      if (response.ok) {
        this.sent = undefined;
        this.thank((await response.json()) as Answer);
        return;
      }

      told.textContent = response.status === 429 ? t.often : response.status >= 500 ? t.cut : t.wrong;
    } catch {
      told.textContent = t.cut;
    }

    [button.disabled, button.textContent] = [false, t.send];
  }

  private check(form: HTMLFormElement, value: (name: string) => string): boolean {
    const t = this.texts;
    const wrong = (name: 'subject' | 'message' | 'name') => {
      const { min, max } = bounds[name];
      const length = value(name).length;
      return length < min || length > max ? t.range.replace('{min}', String(min)).replace('{max}', String(max)) : '';
    };
    const found: Record<string, string> = {
      category: value('category') ? '' : t.choose, subject: wrong('subject'), message: wrong('message'), name: wrong('name'),
      email: /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(value('email')) ? '' : t.emailWrong,
    };
    for (const [name, text] of Object.entries(found)) {
      const field = form.elements.namedItem(name) as HTMLInputElement;
      field.setAttribute('aria-invalid', String(text !== ''));
      field.parentElement!.querySelector('small')!.textContent = text;
    }

    const first = Object.keys(found).find((name) => found[name]);
    if (first) {
      (form.elements.namedItem(first) as HTMLInputElement).focus();
    }

    return !first;
  }

  private thank(ticket: Answer) {
    const t = this.texts;
    const again = make('button', { type: 'button' }, t.another);
    again.addEventListener('click', () => void this.start());
    const done = make(
      'div', { class: 'done', role: 'status', tabindex: -1 },
      make('h2', {}, t.thanks), make('p', {}, t.number), make('output', {}, ticket.trackingNumber),
      make('a', { href: `${home}/track/${ticket.trackingNumber}#${ticket.accessCode}`, target: '_blank', rel: 'noopener' }, t.follow),
      again,
    );
    this.root.replaceChildren(done);
    done.focus();
    this.dispatchEvent(new CustomEvent('cleanfte-reported', { bubbles: true, detail: { trackingNumber: ticket.trackingNumber } }));
  }
}

async function ask<T>(path: string): Promise<T> {
  const response = await fetch(home + path);
  if (!response.ok) {
    throw new Error(String(response.status));
  }

  return (await response.json()) as T;
}

function make<K extends keyof HTMLElementTagNameMap>(tag: K, attributes: Record<string, string | number>, ...inside: (Node | string)[]) {
  const element = document.createElement(tag);
  Object.entries(attributes).forEach(([name, value]) => element.setAttribute(name, String(value)));
  element.append(...inside);
  return element;
}

const label = (text: string, field: HTMLElement) => make('label', {}, text, field, make('small', {}));

if (!customElements.get('cleanfte-report')) {
  customElements.define('cleanfte-report', CleanFteReport);
}
