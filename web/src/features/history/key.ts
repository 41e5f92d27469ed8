import { session } from '../../shared/storage';

const name = 'staff.key';

/** The key with which this tab reads what is not public; gone when the tab is closed. */
export const staffKey = {
  read: () => session.read<string>(name) ?? '',
  write: (key: string) => session.write(name, key),
};
