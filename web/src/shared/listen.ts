/** After a cut the stream is opened again, not at once. */
const pause = 2_000;

const wait = (ms: number, signal: AbortSignal) =>
  new Promise<void>((resolve) => {
    const timer = setTimeout(resolve, ms);
    signal.addEventListener('abort', () => (clearTimeout(timer), resolve()), { once: true });
  });

/** Server-sent events with headers of our own, which EventSource cannot send. Tells the name of each event until aborted. */
export async function listen(address: string, headers: HeadersInit, signal: AbortSignal, told: (what: string) => void) {
  while (!signal.aborted) {
    try {
      const response = await fetch(address, { headers, signal });
      if (response.ok && response.body) {
        await read(response.body, told);
      }
    } catch {
      // Cut off or aborted; the loop knows which.
    }

    await wait(pause, signal);
  }
}

async function read(body: ReadableStream<Uint8Array>, told: (what: string) => void) {
  const reader = body.pipeThrough(new TextDecoderStream() as ReadableWritablePair<string, Uint8Array>).getReader();
  let rest = '';
  for (let part = await reader.read(); !part.done; part = await reader.read()) {
    const lines = (rest + part.value).split('\n');
    rest = lines.pop() ?? '';
    lines.filter((l) => l.startsWith('event:')).map((l) => l.slice(6).trim()).filter((l) => l !== 'beat').forEach(told);
  }
}
