import type { AccountEntity, AccountReads, HealthBoard, JournalReads, ValuePoint } from '@libs/persistence';
import type { AccountTerms, Accounts } from '../accounts/accounts';
import type { Account, AccountValue, Balance, EquityPoint } from '../accounts/accounts.types';
import { isUuid } from './uuid';

/** Each market has accounts of its own; they rest while another one is played. */
const ELSEWHERE = 'rests: its market is not the one that runs now';

/** Accounts as the database has them. */
export class StoredAccounts implements Accounts {
  constructor(
    private readonly reads: AccountReads,
    private readonly journal: Pick<JournalReads, 'tradingState'>,
    private readonly board: Pick<HealthBoard, 'refusedTraders'>,
    /** The market that is played now. */
    private readonly sourceId: string | null,
  ) {}

  /** Those that trade now come first. */
  async list(): Promise<readonly Account[]> {
    const [rows, refused] = await Promise.all([this.reads.all(), this.board.refusedTraders()]);
    const accounts = await Promise.all(rows.map((row) => this.shown(row, refused)));
    const idle = ({ statusReason }: Account): number => Number(statusReason === ELSEWHERE);
    return accounts.toSorted((a, b) => idle(a) - idle(b));
  }

  async find(id: string): Promise<Account | null> {
    const row = isUuid(id) ? await this.reads.byId(id) : null;
    return row && this.shown(row, await this.board.refusedTraders());
  }

  async ofManualDeployment(deploymentId: string): Promise<Account | null> {
    const row = isUuid(deploymentId) ? await this.reads.byManualDeployment(deploymentId) : null;
    return row && this.shown(row, await this.board.refusedTraders());
  }

  async terms(id: string): Promise<AccountTerms | null> {
    const row = isUuid(id) ? await this.reads.byId(id) : null;
    if (!row) return null;
    const { name, mode, venue, settleAsset, maxPositionSize, startingBalances, fees } = row;
    return { name, mode, venue, settleAsset, maxPositionSize, startingBalances, fees };
  }

  async balances(id: string): Promise<readonly Balance[]> {
    return isUuid(id) ? this.reads.balances(id) : [];
  }

  async value(id: string): Promise<AccountValue | null> {
    const point = isUuid(id) ? await this.reads.latestValue(id) : null;
    return point && toValue(point);
  }

  async equityCurve(id: string, points: number): Promise<readonly EquityPoint[]> {
    const curve = isUuid(id) ? await this.reads.equityCurve(id, points) : [];
    return curve.map(({ marketTime, value: { equity, balance } }) => ({ at: marketTime, equity, balance }));
  }

  private async shown(row: AccountEntity, refused: ReadonlyMap<string, string>): Promise<Account> {
    const rests = row.status !== 'disabled' && row.sourceId !== null && this.sourceId !== null && row.sourceId !== this.sourceId;
    const tradingReason = row.tradingState === 'ACTIVE' ? null : await this.tradingReason(row.id);
    const account = { ...toAccount(row), tradingReason };
    if (rests) return { ...account, statusReason: ELSEWHERE };
    const refusal = row.status === 'disabled' ? undefined : refused.get(row.id);
    return refusal === undefined ? account : { ...account, status: 'refused', statusReason: refusal };
  }

  private async tradingReason(id: string): Promise<string | null> {
    const untaken = await this.reads.untakenState(id);
    if (untaken?.state === 'HALTED')
      return `${untaken.reason} (${untaken.actor}); its trader has not heard of it, its executor cancels what is open`;
    const [change] = await this.journal.tradingState(id);
    return change ? `${change.reason} (${change.cause.actor})` : null;
  }
}

function toAccount({ fees, ...row }: AccountEntity): Omit<Account, 'tradingReason'> {
  return {
    id: row.id,
    name: row.name,
    mode: row.mode,
    venue: row.venue,
    settleAsset: row.settleAsset,
    status: row.status,
    statusReason: row.statusReason,
    tradingState: row.tradingState,
    maxPositionSize: row.maxPositionSize,
    makerFee: fees.maker,
    takerFee: fees.taker,
    createdAt: row.createdAt,
  };
}

function toValue({ value, marketTime }: ValuePoint): AccountValue {
  return { ...value, marketTime };
}
