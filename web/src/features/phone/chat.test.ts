import { describe, expect, it } from 'vitest';
import type { StoryEvent } from '../history/story';
import { chatOf } from './chat';

let sequence = 0;

const event = (type: string, data: object, stream = 'conversation', at = '2026-01-01T10:00:00Z'): StoryEvent => ({
  sequence: ++sequence, stream, streamId: `${stream}-1`, version: 1, type, at, userName: 'system', correlationId: null, data: data as never,
});

const asked = event('message_received', { message: 'm1', text: 'Hello', providerMessageId: 'SM1', media: [] });
const decided = event('reply_decided', {
  inReplyTo: ['m1'], author: 'agent', parts: [{ part: 'p1', text: 'Where?', offer: { kind: 'location', choices: [] } }],
});
const sent = event('reply_sent', { part: 'p1' });

describe('the chat', () => {
  it('waits for an answer until one is decided', () => {
    expect(chatOf([asked]).awaited).toBe(true);
    expect(chatOf([asked, decided]).awaited).toBe(false);
  });

  it('shows a reply once it is sent, with what it asks for', () => {
    expect(chatOf([asked, decided]).bubbles).toHaveLength(1);
    expect(chatOf([asked, decided, sent]).bubbles[1]).toMatchObject({ side: 'us', text: 'Where?', asksPlace: true });
  });

  it('has not read a reply before the receipt says so', () => {
    expect(chatOf([asked, decided, sent]).unread).toEqual(['p1']);
    expect(chatOf([asked, decided, sent, event('reply_read', { part: 'p1' })]).unread).toEqual([]);
  });

  it('waits for nobody while a person has it', () => {
    const handed = event('handed_over', { reason: 'human_request' });
    expect(chatOf([asked, handed])).toMatchObject({ agentOn: false, awaited: false });
    expect(chatOf([asked, handed, event('agent_resumed', {})]).agentOn).toBe(true);
  });

  it('waits for nothing that was written to a person', () => {
    const handed = event('handed_over', { reason: 'human_request' });
    const later = event('message_received', { message: 'm2', text: 'Thanks', media: [] });
    expect(chatOf([asked, handed, later, event('agent_resumed', {})]).awaited).toBe(false);
    expect(chatOf([asked, event('reply_decided', { author: 'human', inReplyTo: [], parts: [] })]).awaited).toBe(false);
    expect(chatOf([asked, event('conversation_closed', { reason: 'quiet' })]).awaited).toBe(false);
    expect(chatOf([asked, handed, event('agent_resumed', {}), event('message_received', { message: 'm3', media: [] })]).awaited).toBe(true);
  });

  it('survives events of which it understands nothing', () =>
    expect(chatOf([event('reply_decided', { parts: 'x', inReplyTo: null }), event('message_received', {}), event('new_thing', {})]).bubbles).toHaveLength(1));
});
