import { type Data, type StoryEvent, dataOf, list, text } from '../history/story';

export type Choice = { payload: string; title: string; description?: string };

/** One bubble on the phone. */
export type Bubble = {
  id: string;
  side: 'citizen' | 'us';
  author: 'citizen' | 'agent' | 'human' | 'system';
  text: string;
  at: string;
  photos: number;
  place?: string;
  /** Buttons, or that a place is asked for. */
  choices: Choice[];
  asksPlace: boolean;
  /** The provider's id of what the citizen sent. */
  sid?: string;
};

export type Chat = {
  bubbles: Bubble[];
  conversation?: string;
  ticket?: string;
  trackingNumber?: string;
  /** What was written last in, as the agent judged it. */
  language?: string;
  agentOn: boolean;
  /** Whether an answer is on its way. */
  awaited: boolean;
  /** Parts that have arrived and were not read yet. */
  unread: string[];
};

/** The chat as the phone shows it, told by nothing but events. */
export function chatOf(events: readonly StoryEvent[]): Chat {
  const chat: Chat = { bubbles: [], agentOn: true, awaited: false, unread: [] };
  const open = new Set<string>();
  const parts = new Map<string, Bubble>();
  for (const e of [...events].sort((a, b) => a.sequence - b.sequence)) {
    const data = dataOf(e);
    const bubble = parts.get(text(data['part']));
    switch (e.type) {
      case 'conversation_opened':
        chat.conversation = e.streamId;
        chat.agentOn = true;
        break;
      case 'ticket_created':
        chat.ticket = e.streamId;
        chat.trackingNumber = text(data['trackingNumber']);
        break;
      case 'message_received':
        // What is written to a person is answered by a person: no agent comes back to it.
        if (chat.agentOn) {
          open.add(text(data['message']));
        }

        chat.bubbles.push(received(e, data));
        break;
      case 'message_assessed':
        // What was not clear is taken for what it was before.
        chat.language = /^[a-z]{2}$/.test(text(data['language'])) ? text(data['language']) : chat.language;
        break;
      case 'reply_decided':
        if (text(data['author']) === 'human') {
          open.clear();
        }

        list(data['inReplyTo'] as unknown).forEach((id) => open.delete(String(id)));
        for (const part of list(data['parts'])) {
          const made = decided(e, data, part);
          parts.set(made.id, made);
        }

        break;
      case 'reply_sent':
        if (bubble) {
          chat.bubbles.push({ ...bubble, at: e.at });
          chat.unread.push(bubble.id);
        }

        break;
      case 'reply_read':
        chat.unread = chat.unread.filter((id) => id !== text(data['part']));
        break;
      case 'handed_over':
        chat.agentOn = false;
        open.clear();
        break;
      case 'conversation_closed':
        open.clear();
        break;
      case 'agent_resumed':
        chat.agentOn = true;
        break;
    }
  }

  chat.awaited = chat.agentOn && open.size > 0;
  return chat;
}

function received(e: StoryEvent, data: Data): Bubble {
  const place = data['place'] as Data | null | undefined;
  return {
    id: text(data['message']), side: 'citizen', author: 'citizen', text: text(data['text']), at: text(data['receivedAt']) || e.at,
    photos: list(data['media']).length, place: place ? `${String(place['latitude'])}, ${String(place['longitude'])}` : undefined,
    choices: [], asksPlace: false, sid: text(data['providerMessageId']),
  };
}

function decided(e: StoryEvent, data: Data, part: Data): Bubble {
  const offer = part['offer'] as Data | null | undefined;
  return {
    id: text(part['part']), side: 'us', author: (text(data['author']) || 'system') as Bubble['author'], text: text(part['text']), at: e.at,
    photos: 0, choices: list(offer?.['choices']) as unknown as Choice[], asksPlace: text(offer?.['kind']) === 'location',
  };
}
