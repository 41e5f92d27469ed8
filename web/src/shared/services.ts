import type { Schemas } from '../api/client';
import { language } from './i18n';

export type Service = Schemas['ServiceView'];

export type Question = Schemas['ServiceStepView'];

/** What the catalogue calls what it has no entry for. */
export const general = 'general';

/** In the language that is shown, else in any that the tenant has. */
export const textOf = (service: Service) =>
  service.texts[language()] ?? Object.values(service.texts)[0] ?? { name: service.code, description: '' };

/** A question in the language that is shown, and what is said to a wrong answer. */
export const wordsOf = (question: Question) =>
  question.texts[language()] ?? Object.values(question.texts)[0] ?? { ask: question.name, wrong: '' };

/** What can be reported; a tenant who takes no reports is asked about what he has. */
export function reportable(services: readonly Service[]): Service[] {
  const reports = services.filter((s) => s.kind === 'report');
  return (reports.length > 0 ? reports : [...services]).filter((s) => s.code !== general);
}
