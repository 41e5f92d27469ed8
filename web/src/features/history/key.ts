import { session } from '../../shared/storage';

const typed = (tenant: string) => `staff.key.${tenant}`;
const lent = (tenant: string) => `staff.lent.${tenant}`;

/** The keys with which this tab reads what is not public, one for each tenant; gone when the tab is closed. */
export const staffKey = {
  /** The one that a person has typed, else the one that the demo's desk has lent. */
  read: (tenant: string) => session.read<string>(typed(tenant)) ?? session.read<string>(lent(tenant)) ?? '',
  write: (tenant: string, key: string) => session.write(typed(tenant), key),
  lend: (tenant: string, key: string) => session.write(lent(tenant), key),
};
