import type { StreamCodec, StreamLimits } from '@libs/sdk';
import type { StreamHandlers } from './connection-ports';
import type { StreamConnection } from './stream-connection';

export interface PoolParts<Event> {
  readonly name: string;
  /** Rules for one more connection. */
  readonly codec: () => StreamCodec<Event>;
  readonly create: (name: string, codec: StreamCodec<Event>, handlers: StreamHandlers<Event>) => StreamConnection<Event>;
  /** Stops a connection that nobody needs any more. */
  readonly discard: (connection: StreamConnection<Event>) => void;
  readonly handlers: PoolHandlers<Event>;
  /** Fewer topics per connection than the venue allows. */
  readonly mostTopics?: number;
}

/** As of one connection, with the topics that it concerns. */
export interface PoolHandlers<Event> extends Pick<StreamHandlers<Event>, 'events' | 'notice'> {
  confirmed(topics: readonly string[]): void;
  interrupted(topics: readonly string[], reason: string): void;
}

interface Member<Event> {
  readonly connection: StreamConnection<Event>;
  readonly topics: Set<string>;
}

/** Many topics over as few connections as the venue's limits allow. */
export class StreamPool<Event> {
  private readonly members: Member<Event>[] = [];
  private made = 0;
  private limits: StreamLimits | undefined;

  constructor(private readonly parts: PoolParts<Event>) {}

  get connections(): number {
    return this.members.length;
  }

  /** Sockets opened so far. */
  get openings(): number {
    return this.members.reduce((sum, { connection }) => sum + connection.openings, 0);
  }

  subscribe(topics: readonly string[]): void {
    const added = new Map<Member<Event>, string[]>();
    for (const topic of topics) {
      if (this.memberOf(topic)) continue;
      const member = this.withRoomFor(topic);
      member.topics.add(topic);
      added.set(member, [...(added.get(member) ?? []), topic]);
    }
    for (const [{ connection }, fresh] of added) {
      connection.subscribe(fresh);
      connection.start();
    }
  }

  unsubscribe(topics: readonly string[]): void {
    for (const topic of topics) {
      const member = this.memberOf(topic);
      member?.topics.delete(topic);
      member?.connection.unsubscribe([topic]);
    }
    for (const member of this.members.filter(({ topics: carried }) => carried.size === 0)) {
      this.parts.discard(member.connection);
      this.members.splice(this.members.indexOf(member), 1);
    }
  }

  /** Carries the topic over another connection, where it may speak. */
  private move(topic: string): void {
    const member = this.memberOf(topic);
    if (!member || member.topics.size === 1) return;
    const other = this.members.find((one) => one !== member && this.hasRoom(one, topic)) ?? this.open();
    member.topics.delete(topic);
    member.connection.unsubscribe([topic]);
    other.topics.add(topic);
    other.connection.subscribe([topic]);
    other.connection.start();
  }

  restart(topic: string): void {
    this.memberOf(topic)?.connection.restart(topic);
  }

  /** Drops the connection that carries the topic; all its topics begin anew. */
  reconnect(topic: string, reason: string): void {
    this.memberOf(topic)?.connection.reconnect(reason);
  }

  close(): void {
    for (const { connection } of this.members.splice(0)) this.parts.discard(connection);
  }

  private memberOf(topic: string): Member<Event> | undefined {
    return this.members.find(({ topics }) => topics.has(topic));
  }

  private withRoomFor(topic: string): Member<Event> {
    return this.members.find((member) => this.hasRoom(member, topic)) ?? this.open();
  }

  private hasRoom({ topics }: Member<Event>, topic: string): boolean {
    this.limits ??= this.parts.codec().limits;
    const { limits } = this;
    const most = Math.min(limits.topics, this.parts.mostTopics ?? Infinity);
    let characters = topic.length;
    for (const name of topics) characters += name.length;
    return topics.size < most && characters <= limits.topicCharacters;
  }

  private open(): Member<Event> {
    const { name, codec, create, handlers } = this.parts;
    const topics = new Set<string>();
    this.made += 1;
    const connection = create(this.made === 1 ? name : `${name} ${this.made}`, codec(), {
      events: (events, topic) => handlers.events(events, topic),
      confirmed: (confirmed) => handlers.confirmed(confirmed),
      connected: () => undefined,
      disconnected: (reason) => handlers.interrupted([...topics], reason),
      stuck: (topic) => this.move(topic),
      notice: (notice) => handlers.notice(notice),
    });
    const member = { connection, topics };
    this.members.push(member);
    return member;
  }
}
