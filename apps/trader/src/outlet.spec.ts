import type { InputBody } from '@libs/engine';
import { Outlet } from './outlet';

const fault = (hook: string, message: string): InputBody => ({ type: 'strategy-fault', deploymentId: 'd', hook, message });

describe('Outlet', () => {
  it('lets a strategy end for having strayed, not for the error that came of it', () => {
    const outlet = new Outlet();
    const heard: InputBody[] = [];
    outlet.feed(fault('onBar', 'no such indicator'));
    outlet.open({ feed: (body) => void heard.push(body) }, new Map([['d', 'another state']]));
    outlet.feed(fault('onBar', 'later'));
    expect(heard).toEqual([fault('recovery', 'another state'), fault('onBar', 'no such indicator'), fault('onBar', 'later')]);
  });
});
