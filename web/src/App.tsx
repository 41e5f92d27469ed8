import { Route, Routes, useLocation } from 'react-router';
import { ReceiptPage } from './features/report/ReceiptPage';
import { Reporting } from './features/report/Reporting';
import { ReportPage } from './features/report/ReportPage';
import { Underway } from './features/report/Underway';
import { Failure } from './shared/Failure';
import { Frame } from './shared/Frame';
import { later } from './shared/later';

const TrackPage = later(async () => (await import('./features/track/TrackPage')).TrackPage);
const PhonePage = later(async () => (await import('./features/phone/PhonePage')).PhonePage, 'backstage');
const HistoryPage = later(async () => (await import('./features/history/HistoryPage')).HistoryPage, 'backstage');

/** The table of contents: one line for each address. The server knows the same list (WebEndpoints.cs). */
export function App() {
  const { pathname } = useLocation();
  return (
    <Reporting>
      <Frame>
        <Failure key={pathname}>
          <Routes>
            <Route path="/" element={<ReportPage />} />
            <Route path="/sent" element={<ReceiptPage />} />
            <Route path="/track" element={<TrackPage />} />
            <Route path="/track/:ticket" element={<TrackPage />} />
            <Route path="/try" element={<PhonePage />} />
            <Route path="/history" element={<HistoryPage />} />
            <Route path="/history/:kind/:id" element={<HistoryPage />} />
          </Routes>
        </Failure>
        <Underway />
      </Frame>
    </Reporting>
  );
}
