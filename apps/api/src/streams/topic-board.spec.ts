import { TopicBoard } from './topic-board';

type Handler = (payload: unknown, topic: string) => void;

async function boardWith(): Promise<{ board: TopicBoard; tell: Handler; ended: string[] }> {
  const handlers: Handler[] = [];
  const ended: string[] = [];
  const subscribe = async (pattern: string, handler: Handler): Promise<() => void> => {
    handlers.push(handler);
    return () => void ended.push(pattern);
  };
  const board = new TopicBoard({ subscribe });
  await board.listen();
  return { board, tell: (payload, topic) => handlers[0]?.(payload, topic), ended };
}

describe('TopicBoard', () => {
  it('keeps the newest message of each subject of a topic', async () => {
    const { board, tell } = await boardWith();
    tell({ symbol: 'BTC', bid: 1 }, 'account.a.ticker');
    tell({ symbol: 'ETH', bid: 5 }, 'account.a.ticker');
    tell({ symbol: 'BTC', bid: 2 }, 'account.a.ticker');
    tell({ symbol: 'BTC', bid: 7 }, 'account.b.ticker');
    expect(board.latest('account.a.ticker')).toEqual([
      { symbol: 'BTC', bid: 2 },
      { symbol: 'ETH', bid: 5 },
    ]);
    expect(board.latest('account.c.ticker')).toEqual([]);
  });

  it('tells who subscribed until they leave', async () => {
    const { board, tell } = await boardWith();
    const heard: unknown[] = [];
    const leave = board.subscribe('account.a.value', (payload) => heard.push(payload));
    tell(1, 'account.a.value');
    tell(2, 'account.b.value');
    leave();
    tell(3, 'account.a.value');
    expect(heard).toEqual([1]);
  });

  it('stops listening when it is closed', async () => {
    const { board, ended } = await boardWith();
    await board.close();
    expect(ended).toEqual(['account.*.*', 'health', 'research']);
  });
});
