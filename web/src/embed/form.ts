import { limits } from '../api/generated/limits';
import type { components } from '../api/generated/schema';
import { type Fields, blank, bodyOf } from '../features/report/draft';
import { type Wrong, check, maxAnswer } from '../features/report/rules';
import { newId } from '../shared/ids';
import { fill, label, make } from './dom';
import { Locator } from './locator';
import { Photos } from './photos';
import { report } from './server';
import type { Language, Texts } from './texts';

export type Service = components['schemas']['ServiceView'];
export type Portal = components['schemas']['PortalView'];
export type Answer = components['schemas']['FormAnswer'];

const bounds = limits.FormRequest;

/** The form: its fields, what is wrong with them, and its sending. */
export class ReportForm {
  readonly element: HTMLFormElement;
  readonly photos: Photos;
  private readonly locator: Locator;
  private readonly told = make('p', { role: 'alert', class: 'told' });
  private readonly press: HTMLButtonElement;
  private sent?: { body: string; key: string };

  constructor(
    private readonly t: Texts,
    private readonly language: Language,
    private readonly services: Service[],
    portal: Portal,
    private readonly done: (ticket: Answer) => void,
  ) {
    this.photos = new Photos(t, portal.limits);
    this.locator = new Locator(t);
    this.press = make('button', { type: 'submit' }, t.send);
    const select = this.choice();
    const questions = make('div', { class: 'questions' });
    select.addEventListener('change', () => questions.replaceChildren(...this.questions(select.value)));
    this.element = make(
      'form', { novalidate: '' },
      make('h2', {}, t.title),
      label(t.about, select),
      questions,
      label(t.subject, make('input', { name: 'subject', maxlength: bounds.subject.max })),
      label(t.message, make('textarea', { name: 'message', rows: 4, maxlength: bounds.message.max })),
      label(t.address, make('input', { name: 'address', maxlength: limits.Place.address.max })),
      ...this.locator.field,
      this.photos.field,
      label(t.name, make('input', { name: 'name', autocomplete: 'name', maxlength: bounds.name.max })),
      label(t.email, make('input', { name: 'email', type: 'email', autocomplete: 'email', maxlength: bounds.email.max })),
      this.told,
      this.press,
    );
    // What is put right is not called wrong any longer.
    this.element.addEventListener('input', (e) => this.clear(e.target as HTMLElement));
    this.element.addEventListener('submit', (e) => {
      e.preventDefault();
      void this.submit();
    });
  }

  private inLanguage<T>(by: Record<string, T>) {
    return by[this.language] ?? Object.values(by)[0];
  }

  /** What can be reported, and whatever is not among it. */
  private choice() {
    const reports = this.services.filter((s) => s.kind === 'report');
    const options = (reports.length > 0 ? reports : this.services).filter((s) => s.code !== 'general')
      .map((s) => make('option', { value: s.code }, this.inLanguage(s.texts)?.name ?? s.code));
    const [none, other] = [make('option', { value: '' }, this.t.choose), make('option', { value: 'general' }, this.t.other)];
    return make('select', { name: 'category' }, none, ...options, other);
  }

  /** The service's own questions. */
  private questions(code: string) {
    return this.stepsOf(code).map((step) => {
      const name = `answers.${step.name}`;
      const field = step.input === 'choice'
        ? make('select', { name }, make('option', { value: '' }, this.t.choose), ...step.choices.map((c) => make('option', { value: c }, c)))
        : make('input', { name, type: step.input === 'date' ? 'date' : 'text', maxlength: maxAnswer });
      return label(this.inLanguage(step.texts)?.ask ?? step.name, field);
    });
  }

  private stepsOf(code: string) {
    return this.services.find((s) => s.code === code)?.steps ?? [];
  }

  private read(): Fields {
    const value = (name: string) => (this.element.elements.namedItem(name) as HTMLInputElement).value.trim();
    const category = value('category');
    return {
      ...blank, ...this.locator.place, category, subject: value('subject'), message: value('message'), address: value('address'),
      name: value('name'), email: value('email'),
      answers: Object.fromEntries(this.stepsOf(category).map((s) => [s.name, value(`answers.${s.name}`)])),
    };
  }

  private async submit() {
    const t = this.t;
    if (this.press.disabled) {
      return;
    }

    const fields = this.read();
    const wrongs = Object.entries(check(fields, this.stepsOf(fields.category))).map(([name, wrong]) => [name, this.word(name, fields, wrong)] as const);
    if (this.mark(Object.fromEntries(wrongs))) {
      this.told.textContent = t.wrong;
      return;
    }

    // The same words under the same key, until an answer says what became of them: nothing of it can be changed meanwhile.
    this.sent ??= { body: JSON.stringify(bodyOf(fields)), key: newId() };
    this.lock(true);
    [this.press.disabled, this.press.textContent, this.told.textContent] = [true, t.sending, ''];
    try {
      const response = await report(this.sent.body, this.sent.key);
      if (response.ok) {
        this.done((await response.json()) as Answer);
        return;
      }

      if (response.status < 500 && response.status !== 409) {
        this.sent = undefined;
        this.lock(false);
      }

      const { errors = {} } = (await response.json().catch(() => ({}))) as { errors?: Record<string, unknown> };
      const named = Object.keys(errors).map((f) => (f.startsWith('location') ? 'address' : f));
      const marked = this.mark(Object.fromEntries(named.map((name) => [name, this.word(name, fields)])));
      this.told.textContent = response.status === 429 ? t.often : this.sent ? t.cut : marked ? t.wrong : t.refused;
    } catch {
      this.told.textContent = t.cut;
    }

    [this.press.disabled, this.press.textContent] = [false, t.send];
  }

  private lock(locked: boolean) {
    for (const field of this.element.querySelectorAll<HTMLInputElement>('[name]')) {
      field.disabled = locked;
    }
  }

  private clear(field: HTMLElement) {
    if (field.getAttribute('aria-invalid') === 'true') {
      field.setAttribute('aria-invalid', 'false');
      field.parentElement!.querySelector('small')!.textContent = '';
    }
  }

  /** What is wrong with a field, in words. */
  private word(name: string, fields: Fields, wrong?: Wrong): string {
    const t = this.t;
    const step = this.stepsOf(fields.category).find((s) => `answers.${s.name}` === name);
    return step ? (this.inLanguage(step.texts)?.wrong ?? t.check)
      : name === 'category' ? t.choose
      : name === 'email' ? t.emailWrong
      : wrong?.max !== undefined ? fill(t.range, { min: wrong.min ?? 0, max: wrong.max })
      : t.check;
  }

  /** Says at each field what is wrong with it, and leads to the first; whether there was any. */
  private mark(wrongs: Record<string, string>): boolean {
    let first: HTMLElement | undefined;
    for (const field of this.element.querySelectorAll<HTMLElement>('[name]')) {
      const text = wrongs[field.getAttribute('name')!] ?? '';
      field.setAttribute('aria-invalid', String(text !== ''));
      field.parentElement!.querySelector('small')!.textContent = text;
      first ??= text ? field : undefined;
    }

    first?.focus();
    return first !== undefined;
  }
}
