import { Button, TextInput, Textarea } from '@mantine/core';
import { type FormEvent, useCallback, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { limits } from '../../api/generated/limits';
import { Trouble } from '../../shared/Failure';
import { Icon } from '../../shared/Icon';
import { Notice } from '../../shared/Notice';
import { usePortal, useServices } from '../../shared/usePortal';
import { useTitle } from '../../shared/useTitle';
import { type Fields, type Receipt, drafts, receipts } from './draft';
import { PhotoField } from './PhotoField';
import { photos } from './photos';
import { PlaceField } from './PlaceField';
import classes from './ReportPage.module.css';
import { QuestionFields } from './QuestionFields';
import { type Field, type Wrong, type Wrongs, check } from './rules';
import { SendingNotice } from './SendingNotice';
import { ServiceField } from './ServiceField';
import { useSending } from './useSending';

const form = limits.FormRequest;

/** The fields in the order of the page: the first wrong one gets the focus. */
const order: Field[] = ['subject', 'message', 'address', 'name', 'email', 'phone'];

/** What the server calls the fields, where it differs. */
const servers: Record<string, keyof Fields> = { location: 'address' };

export function ReportPage() {
  const { t } = useTranslation();
  const heading = useTitle(t('report.title'));
  const services = useServices();
  const portal = usePortal();
  const navigate = useNavigate();
  const [draft, setDraft] = useState(drafts.read);
  const [tried, setTried] = useState(false);
  const page = useRef<HTMLFormElement>(null);
  useEffect(() => drafts.write(draft), [draft]);
  const done = useCallback(
    (receipt: Receipt) => {
      receipts.write(receipt);
      void photos.assign(receipt.trackingNumber).then(() => navigate('/sent', { state: receipt }));
    },
    [navigate],
  );
  const { sending, send, settle } = useSending(draft, setDraft, done);
  const locked = sending.state === 'sending' || sending.state === 'waiting';
  const fields = draft.fields;
  const service = services.data?.find((s) => s.code === fields.category);
  const questions = service?.steps ?? [];
  const wrongs: Wrongs = tried ? check(fields, questions) : {};
  // A position comes late: what was typed since stays, and what is being sent stays as it was sent.
  const set = useCallback(
    (part: Partial<Fields>) => {
      settle();
      setDraft((now) => (now.sending ? now : { fields: { ...now.fields, ...part } }));
    },
    [settle],
  );
  const say = (wrong?: Wrong) => (wrong ? t(`wrong.${wrong.text}`, { min: wrong.min, max: wrong.max }) : undefined);
  const refused = sending.state === 'refused' ? sending.problem.errors : {};
  const isRefused = (name: Field) => Object.keys(refused).some((f) => (servers[f.split('.')[0]!] ?? f) === name);
  const errorOf = (name: Field) => say(wrongs[name]) ?? (isRefused(name) ? t('wrong.refused') : undefined);

  function focusFirst(names: string[]) {
    const first = ['category', ...questions.map((q) => `answers.${q.name}`), ...order].find((name) => names.includes(name));
    page.current?.querySelector<HTMLElement>(`[name="${first}"]`)?.focus();
  }

  function submit(e: FormEvent) {
    e.preventDefault();
    if (locked) {
      return;
    }

    setTried(true);
    const found = Object.keys(check(fields, questions));
    if (found.length > 0) {
      focusFirst(found);
    } else {
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
      {services.isError && !services.data && <Trouble error={services.error} again={() => void services.refetch()} />}
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
        <section className="card stack">
          <h2>{t('report.what')}</h2>
          <TextInput
            name="subject"
            label={t('report.subject')}
            description={t('report.subjectHint')}
            required
            maxLength={form.subject.max}
            value={fields.subject}
            error={errorOf('subject')}
            onChange={(e) => set({ subject: e.currentTarget.value })}
          />
          <Textarea
            name="message"
            label={t('report.message')}
            description={t('report.messageHint')}
            required
            rows={5}
            maxLength={form.message.max}
            value={fields.message}
            error={errorOf('message')}
            onChange={(e) => set({ message: e.currentTarget.value })}
          />
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
          <TextInput
            name="name"
            label={t('report.name')}
            required
            autoComplete="name"
            maxLength={form.name.max}
            value={fields.name}
            error={errorOf('name')}
            onChange={(e) => set({ name: e.currentTarget.value })}
          />
          <div className={classes.pair}>
            <TextInput
              name="email"
              type="email"
              label={t('report.email')}
              required
              autoComplete="email"
              maxLength={form.email.max}
              value={fields.email}
              error={errorOf('email')}
              onChange={(e) => set({ email: e.currentTarget.value })}
            />
            <TextInput
              name="phone"
              type="tel"
              label={t('report.phone')}
              placeholder="+34 600 111 222"
              autoComplete="tel"
              maxLength={form.phone.max}
              value={fields.phone}
              error={errorOf('phone')}
              onChange={(e) => set({ phone: e.currentTarget.value })}
            />
          </div>
        </section>
      </fieldset>
      <div className="stack">
        {count > 0 && <Notice kind="bad" title={t('wrong.summary', { count })} />}
        <SendingNotice sending={sending} again={send} />
        <Button
          type="submit"
          size="lg"
          loading={sending.state === 'sending'}
          disabled={sending.state === 'waiting'}
          leftSection={<Icon name="send" />}
        >
          {t('report.send')}
        </Button>
      </div>
    </form>
  );
}
