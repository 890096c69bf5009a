import { Inject } from '@nestjs/common';
import { Args, ID, Mutation, Resolver } from '@nestjs/graphql';
import { SignalDesk } from './signal-desk';
import { SignalHooks } from './signal-hooks';
import { SendSignalInput, SentSignal, SignalHookResultUnion, SignalResultUnion } from './signals.types';

@Resolver(() => SentSignal)
export class SignalsResolver {
  constructor(
    @Inject(SignalDesk) private readonly desk: SignalDesk,
    @Inject(SignalHooks) private readonly hooks: SignalHooks,
  ) {}

  @Mutation(() => SignalResultUnion)
  sendSignal(@Args('input', { type: () => SendSignalInput }) input: SendSignalInput) {
    return this.desk.send(input);
  }

  @Mutation(() => SignalHookResultUnion, { description: 'Creates a webhook address for a deployment; the previous one stops working' })
  openSignalHook(@Args('deploymentId', { type: () => ID }) deploymentId: string) {
    return this.hooks.open(deploymentId);
  }

  @Mutation(() => SignalHookResultUnion)
  closeSignalHook(@Args('deploymentId', { type: () => ID }) deploymentId: string) {
    return this.hooks.close(deploymentId);
  }
}
