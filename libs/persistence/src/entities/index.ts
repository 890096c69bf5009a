import { AccountEntity, VenueAccountEntity } from './account.entity';
import { DataFileEntity } from './data-file.entity';
import { AccountInboxEntity, AuditEntity, DispatchEntity, InboxHeadEntity, JournalEntity, TraderStateEntity } from './journal.entity';
import { ParityScoreEntity } from './parity-score.entity';
import { ResearchRunEntity } from './research-run.entity';
import { ComponentHealthEntity, SegmentEntity, SessionEntity } from './session.entity';
import { SignalHookEntity } from './signal-hook.entity';
import { DeploymentEntity, FillEntity, LedgerEntity, OrderEntity, PositionEntity } from './trading.entity';

/** Every table that a migration creates. */
export const ENTITIES = [
  AccountEntity,
  VenueAccountEntity,
  DeploymentEntity,
  OrderEntity,
  FillEntity,
  PositionEntity,
  LedgerEntity,
  JournalEntity,
  TraderStateEntity,
  AccountInboxEntity,
  InboxHeadEntity,
  DispatchEntity,
  AuditEntity,
  SessionEntity,
  SegmentEntity,
  ComponentHealthEntity,
  DataFileEntity,
  ResearchRunEntity,
  SignalHookEntity,
  ParityScoreEntity,
];
