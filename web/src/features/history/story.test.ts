import { describe, expect, it } from 'vitest';
import { type StoryEvent, inOrder, stateAfter, whoOf, wordsOf } from './story';

let sequence = 0;

const event = (type: string, data: object, stream = 'conversation', streamId = `${stream}-1`): StoryEvent => ({
  sequence: ++sequence, stream, streamId, version: 1, type, at: '2026-01-01T10:00:00Z', userName: 'system', correlationId: null, data: data as never,
});

describe('the story', () => {
  const created = event('ticket_created', { trackingNumber: 'TKT', priority: 'normal', serviceCode: 'pothole', subject: 'S' }, 'ticket');

  it('tells the cause before what came of it, though both were saved at once', () =>
    expect(inOrder([created, event('message_received', { text: 'x' })]).map((e) => e.type)).toEqual(['message_received', 'ticket_created']));

  it('knows the state after every event', () => {
    const events = [
      created, event('status_changed', { from: 'open', to: 'in_progress' }, 'ticket'), event('ticket_assigned', { member: 'm1' }, 'ticket'),
      event('ticket_resolved', {}, 'ticket'),
    ];
    expect(events.map((_, i) => stateAfter(events.slice(0, i + 1))[0]!.state).map((s) => [s.status, s.member])).toEqual(
      [['open', undefined], ['in_progress', undefined], ['in_progress', 'm1'], ['resolved', 'm1']]);
  });

  it('keeps two tickets of one conversation apart', () => {
    const second = event('ticket_created', { trackingNumber: 'TKT2', subject: 'T' }, 'ticket', 'ticket-2');
    const things = stateAfter([event('conversation_opened', {}), created, second, event('ticket_resolved', {}, 'ticket', 'ticket-2'), event('agent_ran', {}, 'agent_run')]);
    expect(things.map((t) => [t.stream, t.state.ticket, t.state.status])).toEqual(
      [['conversation', undefined, undefined], ['ticket', 'TKT', 'open'], ['ticket', 'TKT2', 'resolved']]);
  });

  it('follows a task from hand to hand', () => {
    const task = (type: string, data = {}) => event(type, data, 'human_task');
    const events = [
      task('task_opened', { trackingNumber: 'TKT' }), task('task_assigned', { member: 'm1' }), task('task_returned', { member: 'm1' }),
      task('task_assigned', { member: 'm2' }), task('task_claimed', { member: 'm2' }), task('task_completed', { member: null }),
    ];
    expect(events.map((_, i) => stateAfter(events.slice(0, i + 1))[0]!.state).map((s) => [s.task, s.member])).toEqual(
      [['waiting', undefined], ['assigned', 'm1'], ['waiting', undefined], ['assigned', 'm2'], ['claimed', 'm2'], ['completed', 'm2']]);
  });

  it('says by whose name it happened', () =>
    expect([null, 'system', 'key:ab12', '0199-7'].map((userName) => whoOf({ ...created, userName }))).toEqual(
      [null, null, { kind: 'key', id: 'ab12' }, { kind: 'member', id: '0199-7' }]));

  it('tells the verdict on a message in words', () =>
    expect(wordsOf(event('message_assessed', { language: 'en', sentiment: -0.5, findings: [{ reason: 'human_request', evidence: 'a person' }] })))
      .toBe('en · human request: “a person”'));
});
