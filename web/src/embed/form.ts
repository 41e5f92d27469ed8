import { limits } from '../api/generated/limits';
import type { components } from '../api/generated/schema';
import { type Fields, type Receipt, blank, bodyOf } from '../features/report/draft';
import { type Wrong, check } from '../features/report/rules';
import { type Say, fill, heading, label, make, nothing, repeat, say } from './dom';
import type { Kept, Sent } from './kept';
import { Locator } from './locator';
import { Photos } from './photos';
import { report } from './server';
import { type Service, ServiceFields } from './services';
import type { Texts, Words } from './texts';

export type Portal = components['schemas']['PortalView'];

type Input = HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement;

const bounds = limits.FormRequest;

/** The form: its fields, what is wrong with them, and its sending. It begins with what was kept. */
export class ReportForm {
  readonly element: HTMLFormElement;
  readonly heading: HTMLElement;
  private readonly t: Texts;
  private readonly service: ServiceFields;
  private readonly locator: Locator;
  private readonly fields: HTMLFieldSetElement;
  private readonly told = make('p', { role: 'alert' });
  private readonly press: HTMLButtonElement;
  private busy = false;

  constructor(words: Words, services: Service[], portal: Portal, private readonly kept: Kept, private readonly done: (receipt: Receipt) => void) {
    const t = (this.t = words.t);
    this.service = new ServiceFields(words, services);
    this.locator = new Locator(t, kept.now.fields, () => this.keep());
    this.heading = heading(() => t.title);
    this.press = make('button', { type: 'submit' }, () => (this.busy ? t.sending : t.send));
    this.fields = make(
      'fieldset', {},
      label(() => t.about, this.service.select),
      this.service.questions,
      label(() => t.subject, make('input', { name: 'subject', maxlength: bounds.subject.max })),
      label(() => t.message, make('textarea', { name: 'message', rows: 4, maxlength: bounds.message.max })),
      label(() => t.address, make('input', { name: 'address', maxlength: limits.Place.address.max })),
      ...this.locator.field,
      new Photos(t, portal.limits).field,
      label(() => t.name, make('input', { name: 'name', autocomplete: 'name', maxlength: bounds.name.max })),
      label(() => t.email, make('input', { name: 'email', type: 'email', autocomplete: 'email', maxlength: bounds.email.max })),
    );
    this.element = make('form', { novalidate: '' }, this.heading, this.fields, this.told, this.press);
    this.fill(kept.now.fields);
    this.element.addEventListener('input', (e) => {
      // What is put right is not called wrong any longer.
      this.clear(e.target as HTMLElement);
      this.keep();
    });
    this.element.addEventListener('submit', (e) => {
      e.preventDefault();
      void this.submit();
    });
  }

  /** A page that was reloaded while its report was under way goes on where it was. */
  resume() {
    if (this.kept.now.sent) {
      void this.send(this.kept.now.sent, () => this.t.resumed);
    }
  }

  /** The page around names the service; the reporter's own choice stands until it names another. */
  offer(code: string) {
    if (!this.service.codes.includes(code)) {
      console.error(`cleanfte-report: there is no service "${code}" here; there are ${this.service.codes.join(', ')}.`);
    } else if (!this.kept.now.sent && this.kept.now.service !== code) {
      this.service.choose(code);
      this.clear(this.service.select);
      this.kept.change({ service: code });
      this.keep();
    }
  }

  private get named() {
    return [...this.fields.querySelectorAll<Input>('[name]')];
  }

  private fill(fields: Fields) {
    this.service.choose(fields.category);
    const answers = Object.entries(fields.answers).map(([name, answer]) => [`answers.${name}`, answer]);
    const values: Record<string, unknown> = { ...fields, category: this.service.select.value, ...Object.fromEntries(answers) };
    for (const field of this.named) {
      field.value = String(values[field.name] ?? '');
    }
  }

  private read(): Fields {
    const value = (name: string) => (this.element.elements.namedItem(name) as Input).value.trim();
    return {
      ...blank, ...this.locator.place, category: value('category'), subject: value('subject'), message: value('message'),
      address: value('address'), name: value('name'), email: value('email'),
      answers: Object.fromEntries(this.service.steps.map((s) => [s.name, value(`answers.${s.name}`)])),
    };
  }

  private keep() {
    this.kept.write(this.read());
  }

  private async submit() {
    if (this.busy) {
      return;
    }

    const { sent } = this.kept.now;
    if (sent) {
      await this.send(sent);
      return;
    }

    // Whatever the browser filled in by itself is kept, too.
    this.keep();
    const { fields } = this.kept.now;
    const wrongs = Object.entries(check(fields, this.service.steps)).map(([name, wrong]) => [name, this.word(name, wrong)] as const);
    if (this.mark(new Map(wrongs))) {
      say(this.told, () => this.t.wrong);
    } else {
      await this.send({ body: JSON.stringify(bodyOf(fields)), key: this.kept.now.key!, since: Date.now() });
    }
  }

  /** The same words under the same key, until an answer says what became of them: nothing of it can be changed meanwhile. */
  private async send(sent: Sent, meanwhile = nothing) {
    // Kept before it leaves, so that a reload in this very moment knows the key.
    this.kept.change({ sent });
    if (this.fields.matches(':focus-within')) {
      this.press.focus();
    }

    this.fields.disabled = true;
    this.wait(true);
    say(this.told, meanwhile);
    const outcome = await report(sent);
    if ('ticket' in outcome) {
      this.done(outcome.ticket);
      return;
    }

    this.wait(false);
    if ('again' in outcome) {
      say(this.told, () => this.t[outcome.again]);
      return;
    }

    this.kept.change({ sent: undefined, key: undefined });
    this.fields.disabled = false;
    const names = outcome.refused.map((name) => (name.startsWith('location') ? 'address' : name));
    const marked = this.mark(new Map(names.map((name) => [name, this.word(name)])));
    say(this.told, () => (marked ? this.t.wrong : outcome.already ? this.t.already : this.t.refused));
  }

  private wait(busy: boolean) {
    this.busy = busy;
    // Not disabled, which would take the focus from whoever has just pressed it.
    this.press.setAttribute('aria-disabled', String(busy));
    repeat(this.press);
  }

  private clear(field: HTMLElement) {
    if (field.getAttribute('aria-invalid') === 'true') {
      field.setAttribute('aria-invalid', 'false');
      say(field.parentElement!.querySelector('small')!, nothing);
    }
  }

  /** What is wrong with a field, in words. */
  private word(name: string, wrong?: Wrong): Say {
    const { t } = this;
    return this.service.wrong(name) ?? (() =>
      name === 'category' ? t.choose
      : name === 'email' ? t.emailWrong
      : wrong?.max !== undefined ? fill(t.range, { min: wrong.min ?? 0, max: wrong.max })
      : t.check);
  }

  /** Says at each field what is wrong with it, and leads to the first; whether there was any. */
  private mark(wrongs: Map<string, Say>): boolean {
    let first: HTMLElement | undefined;
    for (const field of this.named) {
      const words = wrongs.get(field.name);
      field.setAttribute('aria-invalid', String(words !== undefined));
      say(field.parentElement!.querySelector('small')!, words ?? nothing);
      first ??= words && field;
    }

    first?.focus();
    return first !== undefined;
  }
}
