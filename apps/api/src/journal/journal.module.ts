import { Module } from '@nestjs/common';
import { TopicBoard } from '../streams/topic-board';
import { JOURNAL } from '../tokens';
import { JournalFeed } from './journal-feed';
import { JournalHeads, type Journal } from './journal-heads';

@Module({
  providers: [
    {
      provide: JournalHeads,
      inject: [JOURNAL, TopicBoard],
      useFactory: (journal: Journal, topics: TopicBoard) => new JournalHeads(journal, topics),
    },
    {
      provide: JournalFeed,
      inject: [JOURNAL, JournalHeads],
      useFactory: (journal: Journal, heads: JournalHeads) => new JournalFeed(journal, heads),
    },
  ],
  exports: [JournalHeads, JournalFeed],
})
export class JournalModule {}
