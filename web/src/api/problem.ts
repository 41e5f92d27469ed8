/** What the service refused, as it said it (RFC 9457). */
export class Problem extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    detail: string,
    readonly errors: Record<string, string[]> = {},
    readonly retryAfter?: number,
  ) {
    super(detail);
  }

  /** Whether it may have been done all the same, so that only the same request may be repeated. */
  get isUncertain() {
    return this.status >= 500 || this.code === 'idempotency.in_flight';
  }
}

/** No answer came: the connection is cut, or too slow. Whether the request arrived is not known. */
export class Unreachable extends Error {}

/** Whether asking again would bring the same answer. */
export const isFinal = (error: unknown) => error instanceof Problem && error.status < 500 && error.status !== 429;

export async function problemOf(response: Response): Promise<Problem> {
  const body = (await response.json().catch(() => ({}))) as {
    code?: string;
    detail?: string;
    errors?: Record<string, string[]>;
  };
  const wait = Number(response.headers.get('Retry-After'));
  return new Problem(response.status, body.code ?? 'unknown', body.detail ?? response.statusText, body.errors, wait || undefined);
}
