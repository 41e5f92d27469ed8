import type { components } from '../api/generated/schema';
import { maxAnswer } from '../features/report/rules';
import { type Say, label, make } from './dom';
import type { Words } from './texts';

export type Service = components['schemas']['ServiceView'];

type Step = Service['steps'][number];

/** What can be reported, whatever is not among it, and the chosen service's own questions. */
export class ServiceFields {
  readonly select: HTMLSelectElement;
  readonly questions = make('div', { class: 'questions' });

  constructor(private readonly words: Words, private readonly services: Service[]) {
    const { t } = words;
    const reports = services.filter((s) => s.kind === 'report');
    const options = (reports.length > 0 ? reports : services).filter((s) => s.code !== 'general')
      .map((s) => make('option', { value: s.code }, () => words.of(s.texts)?.name ?? s.code));
    const [none, other] = [make('option', { value: '' }, () => t.choose), make('option', { value: 'general' }, () => t.other)];
    this.select = make('select', { name: 'category' }, none, ...options, other);
    this.select.addEventListener('input', () => this.ask());
  }

  get codes() {
    return [...this.select.options].map((option) => option.value).filter((code) => code !== '');
  }

  /** Chooses it where there is such a one, else none. */
  choose(code: string) {
    this.select.value = this.codes.includes(code) ? code : '';
    this.ask();
  }

  get steps(): Step[] {
    return this.services.find((s) => s.code === this.select.value)?.steps ?? [];
  }

  /** What is said to a wrong answer; nothing for a field that is no question of this service. */
  wrong(name: string): Say | undefined {
    const step = this.steps.find((s) => `answers.${s.name}` === name);
    return step && (() => this.words.of(step.texts)?.wrong ?? this.words.t.check);
  }

  private ask() {
    this.questions.replaceChildren(...this.steps.map((step) => label(() => this.words.of(step.texts)?.ask ?? step.name, this.field(step))));
  }

  private field({ name: step, input, choices }: Step) {
    const name = `answers.${step}`;
    return input === 'choice'
      ? make('select', { name }, make('option', { value: '' }, () => this.words.t.choose), ...choices.map((c) => make('option', { value: c }, c)))
      : make('input', { name, type: input === 'date' ? 'date' : 'text', maxlength: maxAnswer });
  }
}
