import type { SimExecution } from '@libs/simulation';
import { ok, type Reply } from '../envelope';
import { badParameter } from '../parameters';
import { creationOf } from '../../exchange/creation-of';
import { pageOf } from '../page';
import type { SignedIn } from '../request';
import { timeRange, WEEK } from '../time-range';
import { EXEC_TYPE, renderExecution } from './render-execution';
import { emptyList, readSelection } from './selection';

const PAGE = { most: 100, default: 50, keyOf: ({ executionId }: SimExecution) => creationOf(executionId) };
/** Kinds that the exchange has and this venue never makes. */
const OTHER_TYPES = ['Delivery', 'BlockTrade', 'MovePosition', 'FutureSpread', 'CorporateAction'];
const KNOWN_TYPES: ReadonlySet<string> = new Set([...Object.values(EXEC_TYPE), ...OTHER_TYPES]);

export function executions({ exchange, key, parameters }: SignedIn): Reply {
  const empty = emptyList(parameters);
  if (empty) return empty;
  const category = parameters.category();
  const selection = readSelection(parameters, category, exchange.venue.markets);
  const execType = parameters.text('execType');
  if (execType !== undefined && !KNOWN_TYPES.has(execType)) throw badParameter('params error: execType invalid');
  const range = timeRange(parameters, { now: exchange.marketTime, ...WEEK });
  const found = exchange.venue
    .account(key.accountId)
    .executions.items.filter(
      (execution) =>
        (selection.isById || (execution.at >= range.from && execution.at <= range.to)) &&
        (execType === undefined || EXEC_TYPE[execution.kind] === execType) &&
        selection.matches(execution),
    );
  const page = pageOf(found, parameters, PAGE);
  const list = page.items.map((execution) => renderExecution(execution, exchange.venue.markets.get(execution.market)!));
  return ok({ category, list, nextPageCursor: page.nextCursor });
}
