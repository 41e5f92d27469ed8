import { NativeSelect, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { type Question, wordsOf } from '../../shared/services';
import { maxAnswer } from './rules';

const types: Record<string, string> = { date: 'date', email: 'email', phone: 'tel' };

/** What the service that was chosen wants to know besides. */
export function QuestionFields({ questions, answers, isWrong, onChange }: {
  questions: readonly Question[];
  answers: Record<string, string>;
  isWrong: (name: `answers.${string}`) => boolean;
  onChange: (answers: Record<string, string>) => void;
}) {
  const { t } = useTranslation();
  return questions.map((question) => {
    const name = `answers.${question.name}` as const;
    const field = {
      name,
      label: wordsOf(question).ask,
      required: true,
      value: answers[question.name] ?? '',
      error: isWrong(name) ? wordsOf(question).wrong : undefined,
      onChange: (e: { currentTarget: { value: string } }) => onChange({ ...answers, [question.name]: e.currentTarget.value }),
    };
    return question.input === 'choice' ? (
      <NativeSelect key={name} {...field} data={[{ value: '', label: t('report.choose') }, ...question.choices]} />
    ) : (
      <TextInput
        key={name}
        {...field}
        type={types[question.input] ?? 'text'}
        inputMode={question.input === 'number' ? 'numeric' : undefined}
        autoComplete="off"
        maxLength={maxAnswer}
      />
    );
  });
}
