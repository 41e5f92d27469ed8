import { TextInput, Textarea } from '@mantine/core';
import { type FormEvent, useCallback, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { limits } from '../../api/generated/limits';
import { Trouble } from '../../shared/Failure';
import { Icon } from '../../shared/Icon';
import { newId } from '../../shared/ids';
import { Notice } from '../../shared/Notice';
import { Press } from '../../shared/Press';
import { usePortal, useServices } from '../../shared/usePortal';
import { useTitle } from '../../shared/useTitle';
import type { Fields } from './draft';
import { PhotoField } from './PhotoField';
import { PlaceField } from './PlaceField';
import { QuestionFields } from './QuestionFields';
import { useReporting } from './Reporting';
import classes from './ReportPage.module.css';
import { type Field, type Wrong, type Wrongs, check } from './rules';
import { SendingNotice } from './SendingNotice';
import { ServiceField } from './ServiceField';

const form = limits.FormRequest;

/** The fields in the order of the page: the first wrong one gets the focus. */
const order: Field[] = ['subject', 'message', 'address', 'name', 'email', 'phone'];

/** What the server calls the fields, where it differs. */
const servers: Record<string, keyof Fields> = { location: 'address' };

/** The fields come with the services: drawn before, they would be pushed away from under whoever fills them in. */
export function ReportPage() {
  const { t } = useTranslation();
  const heading = useTitle(t('report.title'));
  const services = useServices();
  const portal = usePortal();
  const navigate = useNavigate();
  const { draft, change, sending, send, settle, arrived } = useReporting();
  const [tried, setTried] = useState(false);
  const page = useRef<HTMLFormElement>(null);
  const press = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    if (arrived) {
      void navigate('/sent', { state: arrived });
    }
  }, [arrived, navigate]);
  const locked = sending.state === 'sending' || sending.state === 'waiting';
  const fields = draft.fields;
  const service = services.data?.find((s) => s.code === fields.category);
  const questions = service?.steps ?? [];
  const wrongs: Wrongs = tried ? check(fields, questions) : {};
  // A position comes late: what was typed since stays, and what is being sent stays as it was sent.
  const set = useCallback(
    (part: Partial<Fields>) => {
      settle();
      change((now) => (now.sending ? now : { key: now.key ?? newId(), fields: { ...now.fields, ...part } }));
    },
    [settle, change],
  );
  const say = (wrong?: Wrong) => (wrong ? t(`wrong.${wrong.text}`, { min: wrong.min, max: wrong.max }) : undefined);
  const refused = sending.state === 'refused' ? sending.problem.errors : {};
  const isRefused = (name: Field) => Object.keys(refused).some((f) => (servers[f.split('.')[0]!] ?? f) === name);
  const errorOf = (name: Field) => say(wrongs[name]) ?? (isRefused(name) ? t('wrong.refused') : undefined);

  /** What all the plain fields have alike. */
  const field = (name: 'subject' | 'message' | 'name' | 'email' | 'phone') => ({
    name,
    maxLength: form[name].max,
    value: fields[name],
    error: errorOf(name),
    onChange: (e: { currentTarget: { value: string } }) => set({ [name]: e.currentTarget.value }),
  });

  function focusFirst(names: string[]) {
    const first = ['category', ...questions.map((q) => `answers.${q.name}`), ...order].find((name) => names.includes(name));
    page.current?.querySelector<HTMLElement>(`[name="${first}"]`)?.focus();
  }

  function submit(e: FormEvent) {
    e.preventDefault();
    setTried(true);
    const found = Object.keys(check(fields, questions));
    if (found.length > 0 && !locked) {
      focusFirst(found);
    } else {
      // Whoever sends by the enter key stands in a field, and the fields are closed meanwhile.
      press.current?.focus();
      send();
    }
  }

  const refusal = sending.state === 'refused' ? sending.problem : null;
  useEffect(() => {
    if (refusal) {
      focusFirst(Object.keys(refusal.errors).map((f) => servers[f.split('.')[0]!] ?? f));
    }
  }, [refusal]);

  const count = Object.keys(wrongs).length;
  return (
    <form ref={page} className={classes.page} noValidate onSubmit={submit}>
      <div className="stack">
        <h1 {...heading}>{t('report.title')}</h1>
        <p className="dimmed">{t('report.lead')}</p>
      </div>
      {services.isError && !services.data ? (
        <Trouble error={services.error} again={() => void services.refetch()} />
      ) : (
        <fieldset className={classes.fields} disabled={locked}>
          <section className="card stack">
            <ServiceField
              services={services.data}
              value={fields.category}
              error={errorOf('category')}
              onChange={(category) => set({ category, answers: {} })}
            />
            <QuestionFields
              questions={questions}
              answers={fields.answers}
              isWrong={(name) => name in wrongs || isRefused(name)}
              onChange={(answers) => set({ answers })}
            />
          </section>
          {services.data && (
            <>
              <section className="card stack">
                <h2>{t('report.what')}</h2>
                <TextInput {...field('subject')} label={t('report.subject')} description={t('report.subjectHint')} required />
                <Textarea {...field('message')} label={t('report.message')} description={t('report.messageHint')} required rows={5} />
              </section>
              <section className="card stack">
                <PlaceField fields={fields} asked={service?.asksPlace ?? false} error={errorOf('address')} onChange={set} />
              </section>
              <section className="card stack">
                <PhotoField asked={service?.asksPhoto ?? false} limits={portal.data?.limits} />
              </section>
              <section className="card stack">
                <h2>{t('report.who')}</h2>
                <p className="dimmed small">{t('report.whoHint')}</p>
                <TextInput {...field('name')} label={t('report.name')} required autoComplete="name" />
                <div className={classes.pair}>
                  <TextInput {...field('email')} type="email" label={t('report.email')} required autoComplete="email" />
                  <TextInput {...field('phone')} type="tel" label={t('report.phone')} placeholder="+34 600 111 222" autoComplete="tel" />
                </div>
              </section>
            </>
          )}
        </fieldset>
      )}
      <div className="stack">
        {count > 0 && <Notice kind="bad" title={t('wrong.summary', { count })} />}
        <SendingNotice sending={sending} />
        {services.data && (
          <Press ref={press} type="submit" size="lg" busy={sending.state === 'sending'} leftSection={<Icon name="send" />}>
            {sending.state === 'waiting' ? t('report.sendNow') : t('report.send')}
          </Press>
        )}
      </div>
    </form>
  );
}
