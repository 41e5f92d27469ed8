import type { Receipt } from '../features/report/draft';
import { keepUnder, photos } from '../features/report/photos';
import { bring } from '../shared/focus';
import { button, heading, make, nothing, repeat, say } from './dom';
import { type Portal, ReportForm } from './form';
import { Kept, keptKey } from './kept';
import { ask, home } from './server';
import type { Service } from './services';
import { style } from './style';
import { Words, spoken } from './texts';
import { Uploads } from './uploads';

// Its storage is that of the page around, where others keep what is theirs.
keepUnder(`${keptKey} tab`);

/**
 * <cleanfte-report tenant="..." lang="es" service="pothole">: the form on somebody else's page. The tenant is the one that the
 * script's host serves; where the attribute names another, nothing is sent to the wrong office.
 */
class CleanFteReport extends HTMLElement {
  static readonly observedAttributes = ['lang', 'service'];
  private readonly words = new Words();
  private kept = new Kept();
  private readonly told = make('p', { role: 'alert' });
  private readonly view = make('div', {});
  private readonly page = make('div', { tabindex: -1 }, this.told, this.view);
  private readonly root = this.attachShadow({ mode: 'open' });
  private form?: ReportForm;
  private begun = false;

  connectedCallback() {
    // A page that moves the element must not empty what was typed.
    if (!this.begun) {
      this.begun = true;
      const sheet = new CSSStyleSheet();
      sheet.replaceSync(style);
      this.root.adoptedStyleSheets = [sheet];
      this.root.append(this.page);
      this.speak();
      void this.start();
      // A page that the browser brings back from before knows nothing of what was sent from another one since.
      window.addEventListener('pageshow', (e) => {
        if (e.persisted) {
          this.kept = new Kept();
          void this.start();
        }
      });
    }
  }

  attributeChangedCallback(name: string) {
    if (name === 'lang') {
      this.speak();
    } else {
      this.offer();
    }
  }

  private speak() {
    this.words.speak(spoken(this.getAttribute('lang')));
    this.page.lang = this.words.language;
    repeat(this.page);
  }

  private offer() {
    const service = this.getAttribute('service');
    if (service) {
      this.form?.offer(service);
    }
  }

  private async start() {
    const { t } = this.words;
    let portal: Portal;
    let services: Service[];
    try {
      [portal, services] = await Promise.all([ask<Portal>('/api/v1/portal'), ask<Service[]>('/api/v1/services')]);
    } catch {
      console.error(`cleanfte-report: ${home} cannot be reached from ${location.origin}; is it among its Cors__Origins?`);
      say(this.told, () => t.cutOff);
      if (!this.view.hasChildNodes()) {
        this.view.append(button(() => t.retry, () => {
          say(this.told, nothing);
          this.view.replaceChildren();
          void this.start();
        }));
      }

      return;
    }

    const tenant = this.getAttribute('tenant');
    if (tenant && tenant !== portal.tenant) {
      console.error(`cleanfte-report: ${home} serves the tenant ${portal.tenant}, not ${tenant}.`);
      this.view.replaceChildren();
      say(this.told, () => t.closed);
    } else if (this.kept.now.receipt) {
      await this.thank(this.kept.now.receipt, portal, services);
    } else {
      this.write(portal, services);
      this.form!.resume();
    }
  }

  private write(portal: Portal, services: Service[]) {
    this.form = new ReportForm(this.words, services, portal, this.kept, (receipt) => {
      this.form = undefined;
      this.kept.arrived(receipt);
      // Where the page has drawn another one meanwhile, that one tells it.
      if (this.isConnected) {
        this.dispatchEvent(new CustomEvent('cleanfte-reported', { bubbles: true, detail: { trackingNumber: receipt.trackingNumber } }));
      }

      void this.thank(receipt, portal, services, true);
    });
    this.show(this.form.element, this.form.heading);
    this.offer();
  }

  private async thank({ trackingNumber, accessCode }: Receipt, portal: Portal, services: Service[], arrived = false) {
    await photos.assign(trackingNumber);
    const chosen = await photos.list(trackingNumber);
    const { t } = this.words;
    const title = heading(() => t.thanks);
    const uploads = new Uploads(t, `${home}/api/v1/tickets/${trackingNumber}/media`, accessCode, () => repeat(again));
    const again = make('button', { type: 'button' }, () => (uploads.left.length > 0 ? t.anotherWithout : t.another));
    again.addEventListener('click', () => {
      uploads.giveUp();
      this.kept.change({ receipt: undefined });
      this.write(portal, services);
    });
    this.show(
      make(
        'div', { class: 'done' },
        title, make('p', {}, () => t.number), make('p', { class: 'number', translate: 'no' }, trackingNumber), uploads.element,
        make('h3', {}, () => t.next), make('ol', {}, ...[() => t.step1, () => t.step2, () => t.step3].map((step) => make('li', {}, step))),
        make('a', { href: `${home}/track/${trackingNumber}#${accessCode}`, target: '_blank', rel: 'noopener' }, () => t.follow),
        again,
      ),
      title,
      arrived && document.activeElement === document.body,
    );
    await uploads.send(chosen);
  }

  /** Whoever was in what goes away is brought to the heading of what comes. */
  private show(view: HTMLElement, title: HTMLElement, awaited = false) {
    const within = this.root.activeElement !== null;
    say(this.told, nothing);
    this.view.replaceChildren(view);
    if (within || awaited) {
      bring(title, undefined, this.page);
    }
  }
}

if (!customElements.get('cleanfte-report')) {
  customElements.define('cleanfte-report', CleanFteReport);
}
