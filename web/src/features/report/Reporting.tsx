import { type ReactNode, createContext, useCallback, useContext, useEffect, useMemo, useState } from 'react';
import { type Draft, type Receipt, drafts, receipts } from './draft';
import { photos } from './photos';
import { type Sending, useSending } from './useSending';

type Reporting = {
  draft: Draft;
  change: (to: Draft | ((now: Draft) => Draft)) => void;
  sending: Sending;
  send: () => void;
  settle: () => void;
  /** What has arrived and was not shown yet. */
  arrived: Receipt | null;
  seen: (receipt: Receipt) => void;
};

/** A picture that cannot be read must not keep the number from its reporter. */
const patience = 5_000;

function unseen(): Receipt | null {
  const kept = receipts.read();
  return kept && !kept.seen ? kept : null;
}

const Context = createContext<Reporting | null>(null);

export const useReporting = () => useContext(Context)!;

/** What is being written and sent: above the pages, so that it goes on being sent wherever its writer goes meanwhile. */
export function Reporting({ children }: { children: ReactNode }) {
  const [draft, change] = useState(drafts.read);
  const [arrived, setArrived] = useState<Receipt | null>(unseen);
  useEffect(() => drafts.write(draft), [draft]);
  const done = useCallback(async (receipt: Receipt) => {
    receipts.write(receipt);
    await Promise.race([photos.assign(receipt.trackingNumber), new Promise((resolve) => setTimeout(resolve, patience))]);
    setArrived(receipt);
  }, []);
  const { sending, send, settle } = useSending(draft, change, done);
  const seen = useCallback((receipt: Receipt) => {
    receipts.write(receipt, true);
    setArrived(null);
  }, []);
  const reporting = useMemo(() => ({ draft, change, sending, send, settle, arrived, seen }), [draft, sending, send, settle, arrived, seen]);
  return <Context value={reporting}>{children}</Context>;
}
