import { Suspense, lazy } from 'react';
import { Route, Routes } from 'react-router';
import { ReceiptPage } from './features/report/ReceiptPage';
import { ReportPage } from './features/report/ReportPage';
import { Failure } from './shared/Failure';
import { Frame } from './shared/Frame';
import { Waiting } from './shared/Waiting';

const TrackPage = lazy(() => import('./features/track/TrackPage'));
const PhonePage = lazy(() => import('./features/phone/PhonePage'));
const HistoryPage = lazy(() => import('./features/history/HistoryPage'));

/** The table of contents: one line for each address. The server knows the same list (WebEndpoints.cs). */
export function App() {
  return (
    <Frame>
      <Failure>
        <Suspense fallback={<Waiting />}>
          <Routes>
            <Route path="/" element={<ReportPage />} />
            <Route path="/sent" element={<ReceiptPage />} />
            <Route path="/track" element={<TrackPage />} />
            <Route path="/track/:ticket" element={<TrackPage />} />
            <Route path="/try" element={<PhonePage />} />
            <Route path="/history" element={<HistoryPage />} />
            <Route path="/history/:kind/:id" element={<HistoryPage />} />
          </Routes>
        </Suspense>
      </Failure>
    </Frame>
  );
}
