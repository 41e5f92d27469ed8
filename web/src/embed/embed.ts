import { button, make } from './dom';
import { type Answer, type Portal, ReportForm, type Service } from './form';
import type { Photos } from './photos';
import { ask, home } from './server';
import { style } from './style';
import { type Language, languages, textsIn } from './texts';

/**
 * <cleanfte-report tenant="..." lang="es">: the form on somebody else's page. The tenant is the one that the script's host
 * serves; where the attribute names another, nothing is sent to the wrong office.
 */
class CleanFteReport extends HTMLElement {
  private readonly root = this.attachShadow({ mode: 'open' });
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
    return (asked.find((l) => languages.includes(l as Language)) ?? 'en') as Language;
  }

  private get texts() {
    return textsIn(this.language);
  }

  private async start() {
    let portal: Portal;
    let services: Service[];
    try {
      [portal, services] = await Promise.all([ask<Portal>('/api/v1/portal'), ask<Service[]>('/api/v1/services')]);
    } catch {
      console.error(`cleanfte-report: ${home} cannot be reached from ${location.origin}; is it among its Cors__Origins?`);
      this.say(this.texts.cutOff, button(this.texts.retry, () => void this.start()));
      return;
    }

    const tenant = this.getAttribute('tenant');
    if (tenant && tenant !== portal.tenant) {
      console.error(`cleanfte-report: ${home} serves the tenant ${portal.tenant}, not ${tenant}.`);
      this.say(this.texts.closed);
    } else {
      const form = new ReportForm(this.texts, this.language, services, portal, (ticket) => this.thank(ticket, form.photos));
      this.root.replaceChildren(form.element);
    }
  }

  private say(text: string, ...more: HTMLElement[]) {
    this.root.replaceChildren(make('p', { role: 'alert' }, text), ...more);
  }

  private thank(ticket: Answer, chosen: Photos) {
    const t = this.texts;
    const again = make('button', { type: 'button' }, t.another);
    again.addEventListener('click', () => void this.start());
    const photos = chosen.follow(`${home}/api/v1/tickets/${ticket.trackingNumber}/media`, ticket.accessCode);
    const done = make(
      'div', { class: 'done', role: 'status', tabindex: -1 },
      make('h2', {}, t.thanks), make('p', {}, t.number), make('output', {}, ticket.trackingNumber),
      ...(photos ? [photos] : []),
      make('h3', {}, t.next), make('ol', {}, ...[t.step1, t.step2, t.step3].map((step) => make('li', {}, step))),
      make('a', { href: `${home}/track/${ticket.trackingNumber}#${ticket.accessCode}`, target: '_blank', rel: 'noopener' }, t.follow),
      again,
    );
    this.root.replaceChildren(done);
    done.focus();
    this.dispatchEvent(new CustomEvent('cleanfte-reported', { bubbles: true, detail: { trackingNumber: ticket.trackingNumber } }));
  }
}

if (!customElements.get('cleanfte-report')) {
  customElements.define('cleanfte-report', CleanFteReport);
}
