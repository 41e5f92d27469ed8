import type { Schemas } from '../../api/client';

export type StoryEvent = Schemas['StoryEventView'];

/** What an event says. It was read as JSON of whatever version wrote it, so nothing of it is sure to be there. */
export type Data = Record<string, unknown>;

export const dataOf = (e: StoryEvent) => (e.data ?? {}) as Data;

export const text = (value: unknown) => (typeof value === 'string' ? value : '');

export const list = (value: unknown): Data[] => (Array.isArray(value) ? (value as Data[]) : []);

/** Of what was saved in one moment, the order in which one would tell it. */
const order = [
  'conversation_opened', 'message_received', 'message_assessed', 'agent_ran', 'agent_failed', 'ticket_created', 'session_opened',
  'session_advanced', 'handed_over', 'task_opened', 'task_assigned', 'task_claimed', 'ticket_escalated', 'ticket_assigned',
  'reply_decided', 'task_completed', 'agent_resumed',
];

const rank = (e: StoryEvent) => {
  const found = order.indexOf(e.type);
  return found < 0 ? order.length : found;
};

export const inOrder = (events: readonly StoryEvent[]) =>
  [...events].sort((a, b) => Date.parse(a.at) - Date.parse(b.at) || rank(a) - rank(b) || a.sequence - b.sequence);

type Actor = 'citizen' | 'agent' | 'colleague' | 'system';

const byCitizens = ['message_received', 'message_edited', 'message_revoked', 'message_reacted', 'feedback_given', 'reply_read', 'reply_delivered'];

const byAgent = ['agent_ran', 'agent_failed', 'message_assessed'];

/** By whose name it happened: a key's, a colleague's, or nobody's that is known. */
export type Who = { kind: 'key' | 'member'; id: string };

const keyed = 'key:';

export function whoOf(e: StoryEvent): Who | null {
  return e.userName === null || e.userName === 'system' ? null
    : e.userName.startsWith(keyed) ? { kind: 'key', id: e.userName.slice(keyed.length) }
    : { kind: 'member', id: e.userName };
}

/** Who or what caused it. */
export function actorOf(e: StoryEvent): Actor {
  const author = text(dataOf(e)['author']);
  if (byCitizens.includes(e.type) || author === 'citizen' || (e.userName === null && e.stream === 'ticket')) {
    return 'citizen';
  }

  if (byAgent.includes(e.type) || author === 'agent') {
    return 'agent';
  }

  return author === 'human' || author === 'staff' || (e.userName !== null && e.userName !== 'system') ? 'colleague' : 'system';
}

/** Puts a code into words. */
export type Say = (code: string, kind?: 'service') => string;

const plain: Say = (code) => code.replaceAll('_', ' ');

/** The words in it that tell most; `say` puts codes into words. */
export function wordsOf(e: StoryEvent, say: Say = plain): string {
  const data = dataOf(e);
  switch (e.type) {
    case 'message_received':
      return text(data['text']);
    case 'reply_decided':
      return list(data['parts']).map((p) => text(p['text'])).join('\n');
    case 'ticket_created':
      return `${text(data['trackingNumber'])} · ${text(data['subject'])}`;
    case 'handed_over':
    case 'ticket_escalated':
    case 'task_opened':
    case 'task_returned':
    case 'reply_withheld':
    case 'media_refused':
    case 'conversation_closed':
    case 'session_ended':
      return say(text(data['reason']));
    case 'status_changed':
      return `${say(text(data['from']))} → ${say(text(data['to']))}`;
    case 'priority_raised':
      return say(text(data['priority']));
    case 'message_assessed':
      return [
        say(text(data['language'])),
        ...list(data['findings']).map((f) => `${say(text(f['reason']))}: “${text(f['evidence'])}”`),
      ].filter(Boolean).join(' · ');
    case 'session_opened':
    case 'ticket_categorised':
      return say(text(data['serviceCode']), 'service');
    case 'agent_ran':
      return ['decision', 'reason'].map((name) => say(text((data['outcome'] as Data | undefined)?.[name]))).filter(Boolean).join(' · ');
    case 'media_attached':
      return text(data['contentType']);
    case 'feedback_given':
      return [data['rating'], text(data['comment'])].filter(Boolean).join(' · ');
    default:
      return text(data['text']) || text(data['resolution']) || say(text(data['reason']));
  }
}

/** What something was after the last of these events: of a ticket its file, of a conversation who has it. */
export type State = Partial<Record<
  'status' | 'priority' | 'service' | 'subject' | 'place' | 'publicText' | 'files' | 'rating' | 'messages' | 'replies' | 'language' | 'who' |
  'ticket' | 'task' | 'member',
  string
>>;

/** One thing that has a story of its own: the conversation, each of its tickets, each task. */
export type Thing = { stream: string; id: string; state: State };

/** Each in the order in which they came; of what has no state, such as a run, nothing. */
export function stateAfter(events: readonly StoryEvent[]): Thing[] {
  const things = new Map<string, Thing>();
  for (const e of events) {
    const before = things.get(e.streamId);
    const state = evolve(before?.state ?? {}, e);
    if (before || Object.keys(state).length > 0) {
      things.set(e.streamId, { stream: e.stream, id: e.streamId, state });
    }
  }

  return [...things.values()];
}

const more = (count?: string) => String(Number(count ?? 0) + 1);

function evolve(state: State, e: StoryEvent): State {
  const data = dataOf(e);
  switch (e.type) {
    case 'conversation_opened':
      return { ...state, who: 'agent' };
    case 'message_received':
      return { ...state, messages: more(state.messages) };
    case 'message_assessed':
      return { ...state, language: text(data['language']) };
    case 'reply_decided':
      return { ...state, replies: more(state.replies) };
    case 'handed_over':
      return { ...state, who: 'colleague' };
    case 'agent_resumed':
      return { ...state, who: 'agent' };
    case 'conversation_closed':
      return { ...state, who: 'closed' };
    case 'ticket_created':
      return {
        ...state, ticket: text(data['trackingNumber']), status: 'open', priority: text(data['priority']), service: text(data['serviceCode']),
        subject: text(data['subject']), ...placeOf(data['place']),
      };
    case 'ticket_categorised':
      return { ...state, service: text(data['serviceCode']) };
    case 'priority_raised':
      return { ...state, priority: text(data['priority']) };
    case 'ticket_escalated':
      return { ...state, status: 'escalated' };
    case 'ticket_assigned':
      return { ...state, member: text(data['member']) };
    case 'status_changed':
      return { ...state, status: text(data['to']) };
    case 'ticket_resolved':
      return { ...state, status: 'resolved' };
    case 'ticket_reopened':
      return { ...state, status: 'open' };
    case 'public_text_published':
      return { ...state, publicText: text(data['text']) };
    case 'place_set':
      return { ...state, ...placeOf(data['place']) };
    case 'media_attached':
      return { ...state, files: more(state.files) };
    case 'feedback_given':
      return { ...state, rating: String(data['rating']) };
    case 'task_opened':
      return { ...state, task: 'waiting', ticket: text(data['trackingNumber']) };
    case 'task_assigned':
      return { ...state, task: 'assigned', member: text(data['member']) };
    case 'task_returned':
      return { ...state, task: 'waiting', member: undefined };
    case 'task_claimed':
      return { ...state, task: 'claimed', member: text(data['member']) };
    case 'task_completed':
      return { ...state, task: 'completed', member: text(data['member']) || state.member };
    default:
      return state;
  }
}

function placeOf(value: unknown): State {
  const place = value as Data | null | undefined;
  const words = place && [text(place['address']), place['latitude'] != null && `${String(place['latitude'])}, ${String(place['longitude'])}`].filter(Boolean).join(' · ');
  return words ? { place: words } : {};
}
