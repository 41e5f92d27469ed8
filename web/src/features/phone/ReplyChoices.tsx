import { UnstyledButton } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Icon } from '../../shared/Icon';
import type { Bubble, Choice } from './chat';
import classes from './Phone.module.css';

/** The buttons under a reply. */
export function ReplyChoices({ bubble, lang, choose, place }: { bubble: Bubble; lang: string; choose: (choice: Choice) => void; place: () => void }) {
  const { t } = useTranslation('backstage');
  if (bubble.choices.length === 0 && !bubble.asksPlace) {
    return null;
  }

  return (
    <div className={classes.choices}>
      {bubble.choices.map((choice) => (
        <UnstyledButton key={choice.payload} lang={lang} title={choice.description} onClick={() => choose(choice)}>
          {choice.title}
        </UnstyledButton>
      ))}
      {bubble.asksPlace && (
        <UnstyledButton onClick={place}>
          <Icon name="place" size={16} /> {t('phone.sendPlace')}
        </UnstyledButton>
      )}
    </div>
  );
}
